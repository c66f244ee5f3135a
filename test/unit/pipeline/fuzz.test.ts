import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { messageOf, OperatorError } from '../../../src/errors.js';
import { loadPipelines } from '../../../src/pipeline/load.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { renderedFiles } from '../../../src/render/files.js';
import { renderPipeline } from '../../../src/render/render.js';
import { replicateTable } from '../../../src/tables/replicated-table.js';
import { type MutatedDefinition, mutatedDefinition } from '../../support/mutated-definition.js';
import { tableOf } from '../../support/table-spec.js';

/** More with DEFINITION_COUNT=10000; a failing seed runs alone with DEFINITION_SEED=n DEFINITION_COUNT=1. */
const count = Number(process.env.DEFINITION_COUNT ?? 300);
const firstSeed = Number(process.env.DEFINITION_SEED ?? 1);
/** A definition takes a few milliseconds; this is for a machine that is busy. */
const longestMs = 3000;

const golden = join(import.meta.dirname, '../../golden/definition');
const originals = readdirSync(golden)
  .filter((name) => name.startsWith('valid-') && !/directory|file-reference|stack-default|stdin/.test(name))
  .map((name) => join(golden, name, 'pipeline.yaml'))
  .map((file) => readFileSync(file, 'utf8'));
/** The variables of all cases, so that what was valid is still valid. */
const env: Record<string, string> = {};
for (const [, name = ''] of originals.join('').matchAll(/\$\{env:(\w+)/g))
  env[name] = /PORT|HEALTH|REPL|PART|BATCH/.test(name) ? '7' : 'text';
for (const name of ['CONTACT_POINTS', 'BROKERS']) env[name] = 'a:1, b:2';
env.POSTGRES_PASSWORD = 'hidden-from-errors';

const line = /^(<stdin>(:\d+:\d+)?|--set): \S/;

test(`${count} mutated definitions from seed ${firstSeed} give clear errors or are rendered`, async () => {
  const outcomes = { rendered: 0, refused: 0 };
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    const mutated = mutatedDefinition(seed, originals);
    const before = performance.now();
    try {
      outcomes[await outcomeOf(mutated)] += 1;
    } catch (error) {
      const { stack } = error as Error;
      throw new Error(`DEFINITION_SEED=${seed}\n${JSON.stringify(mutated.sets)}\n${mutated.text}\n${stack}`, {
        cause: error,
      });
    }
    expect([seed, performance.now() - before < longestMs]).toEqual([seed, true]);
  }
  // Mutations that are all refused, or all harmless, would test nothing.
  if (count >= 100) expect(Math.min(outcomes.rendered, outcomes.refused)).toBeGreaterThan(count / 20);
}, 600_000);

async function outcomeOf({ text, sets }: MutatedDefinition): Promise<'rendered' | 'refused'> {
  const pipelines = await load(text, sets);
  if (typeof pipelines !== 'string') {
    for (const pipeline of pipelines) expectRendered(pipeline);
    return 'rendered';
  }
  const [title, ...lines] = pipelines.split('\n');
  expect(title).toMatch(/^the definition (is invalid|has \d+ problems):$/);
  expect(lines.filter((each) => !line.test(each))).toEqual([]);
  expect(lines.length).toBeGreaterThan(0);
  expect(pipelines).not.toMatch(/hidden-from-errors|undefined|\[object|NaN\b/);
  return 'refused';
}

/** The pipelines, or the text of the error that an operator sees; anything else that is thrown is a bug. */
async function load(text: string, sets: string[]): Promise<Pipeline[] | string> {
  try {
    return await loadPipelines({
      files: ['-'],
      sets,
      env,
      cwd: golden,
      stdin: Readable.from([text]),
    });
  } catch (error) {
    if (!(error instanceof OperatorError) || error.kind !== 'invalid') throw error;
    return messageOf(error);
  }
}

function expectRendered(pipeline: Pipeline): void {
  const tables = pipeline.tables.map((settings) => {
    const { columns } = settings;
    const named = [...(columns.include ?? []), ...columns.exclude, ...Object.keys(columns.rename)];
    const spec = {
      name: settings.name,
      partitionKey: { id: 'uuid' },
      regulars: Object.fromEntries([...named, ...Object.keys(columns.type)].map((name) => [name, 'text'])),
    };
    return { table: tableOf(spec), settings };
  });
  try {
    const rendered = renderPipeline(
      pipeline,
      tables.map(({ table, settings }) => replicateTable(pipeline, table, settings)),
    );
    for (const { path, content } of renderedFiles(rendered)) {
      expect(path).toMatch(/^[^\0\n]+$/);
      expect(content).not.toMatch(/undefined|\[object/);
    }
  } catch (error) {
    // What only the live schema tells: names of columns, and types that no value can be cast to.
    if (!(error instanceof OperatorError) || !error.message.startsWith('the table cannot be replicated')) throw error;
  }
}
