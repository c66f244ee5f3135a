import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { messageOf } from '../../src/errors.js';
import { useStack } from '../bench/support/stack.js';
import { type Fault } from './fault.js';
import { type Options, parseOptions, usage } from './options.js';
import { type FaultResult } from './result.js';

try {
  const options = parseOptions(process.argv.slice(2));
  process.stdout.write(options.help ? usage : await run(options));
} catch (error) {
  tell(messageOf(error));
  process.exitCode = 1;
}

async function run(options: Options): Promise<string> {
  const removeStack = options.list ? () => undefined : useStack();
  try {
    // They read where the stack is when they are loaded.
    const { allFaults } = await import('./faults/all.js');
    const { runCampaign } = await import('./campaign.js');
    const { claimsOf, reportText } = await import('./report.js');
    if (options.list) return allFaults.map(({ name, title }) => `${name}: ${title}\n`).join('');
    const results = readResults(options.results);
    const faults = chosen(allFaults, options).filter(({ name }) => !results.some(({ fault }) => fault === name));
    const onResult = (result: FaultResult) => {
      results.push(result);
      if (options.results !== undefined) appendFileSync(options.results, `${JSON.stringify(result)}\n`);
    };
    tell(`${faults.length} faults, seed ${options.seed}`);
    if (faults.length > 0) {
      await runCampaign({ ...options, faults, onProgress: tell, onResult });
    }
    if (results.some((result) => claimsOf(result).length > 0)) process.exitCode = 1;
    return reportText(results);
  } finally {
    removeStack();
  }
}

function readResults(file: string | undefined): FaultResult[] {
  if (file === undefined || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as FaultResult);
}

function chosen(all: Fault[], { faults }: Options): Fault[] {
  const unknown = faults.find((name) => !all.some((fault) => fault.name === name));
  if (unknown !== undefined) throw new Error(`there is no fault ${unknown}; --list names them`);
  return all.filter((fault) => {
    if (faults.length > 0 && !faults.includes(fault.name)) return false;
    const why = fault.unavailable?.();
    if (why !== undefined) tell(`${fault.name} is left out: ${why}`);
    return why === undefined;
  });
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
