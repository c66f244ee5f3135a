import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type DefinitionOptions, loadPipelines } from '../../src/pipeline/load.js';
import { messageOf, OperatorError } from '../../src/errors.js';
import { readPipelineSchema } from '../../src/pipeline/schema.js';
import { schemaRules } from '../support/schema-rules.js';

/** UPDATE_GOLDEN=1 writes what comes out as what is expected: read the difference before it is committed. */
const update = process.env.UPDATE_GOLDEN === '1';
const root = join(import.meta.dirname, 'definition');

/** `options.json` of a case; `pipeline.yaml` alone, with POSTGRES_PASSWORD set, when there is none. */
type CaseOptions = Partial<Pick<DefinitionOptions, 'files' | 'sets' | 'env' | 'envFile' | 'localStack'>> & {
  stdin?: string;
};

async function outcome(directory: string): Promise<{ file: string; text: string }> {
  const optionsFile = join(directory, 'options.json');
  const options = existsSync(optionsFile) ? (JSON.parse(readFileSync(optionsFile, 'utf8')) as CaseOptions) : {};
  const { stdin = '', ...rest } = options;
  try {
    const pipelines = await loadPipelines({
      files: ['pipeline.yaml'],
      sets: [],
      env: { POSTGRES_PASSWORD: 'hidden-from-errors' },
      ...rest,
      cwd: directory,
      stdin: Readable.from([stdin]),
    });
    return { file: 'expected.json', text: `${JSON.stringify(pipelines, null, 2)}\n` };
  } catch (error) {
    if (!(error instanceof OperatorError) || error.kind !== 'invalid') throw error;
    return { file: 'expected-error.txt', text: `${messageOf(error)}\n` };
  }
}

const cases = readdirSync(root).sort();

test.each(cases)('definition %s', async (name) => {
  const directory = join(root, name);
  const { file, text } = await outcome(directory);
  const expected = join(directory, file);
  if (update) writeFileSync(expected, text);
  expect(readdirSync(directory).filter((each) => each.startsWith('expected'))).toEqual([file]);
  expect(text).toBe(readFileSync(expected, 'utf8'));
});

function errors(): string[] {
  const files = cases.map((name) => join(root, name, 'expected-error.txt')).filter((file) => existsSync(file));
  return files.map((file) => readFileSync(file, 'utf8'));
}

test('no error shows the value of a reference', () => {
  expect(errors().join('')).not.toContain('hidden-from-errors');
});

test('every rule of the schema has a case that breaks it', () => {
  const lines = errors().join('');
  const untested = schemaRules(readPipelineSchema()).filter(({ line }) => !line.test(lines));
  expect(untested.map(({ name }) => name)).toEqual([]);
});
