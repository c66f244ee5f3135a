import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../src/errors.js';
import { useStack } from '../bench/support/stack.js';

/** Writes test/data/events.jsonl: what the source connector emits for each case, one JSON object on a line. */
async function main(): Promise<void> {
  const removeStack = useStack();
  try {
    // Its modules read the stack's addresses from the environment.
    const { capture } = await import('./capture.js');
    const cases = await capture((line) => process.stderr.write(`${line}\n`));
    const directory = join(process.cwd(), 'test/data');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, 'events.jsonl'), cases.map((one) => `${JSON.stringify(one)}\n`).join(''));
    process.stderr.write(`wrote test/data/events.jsonl: ${cases.flatMap(({ events }) => events).length} events\n`);
  } finally {
    removeStack();
  }
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}
