import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { checkDefinitions, loadPipelines } from '../../../src/pipeline/load.js';

const templates = new URL('../../../templates/pipelines/', import.meta.url);
const options = {
  files: ['warehouse.yaml'],
  sets: [],
  env: {},
  cwd: new URL('.', templates).pathname,
  stdin: Readable.from([]),
};

test('the starter pipeline needs only a password', async () => {
  expect(await checkDefinitions(options)).toEqual([
    {
      name: 'warehouse',
      files: ['warehouse.yaml'],
      tables: ['users', 'orders'],
      unresolved: ['POSTGRES_PASSWORD'],
      secrets: [],
      agents: [],
    },
  ]);
});

test('.env.example has every variable that the starter pipeline refers to', () => {
  const variablesIn = (text: string, pattern: RegExp) => new Set([...text.matchAll(pattern)].map(([, name]) => name));
  const starter = readFileSync(new URL('warehouse.yaml', templates), 'utf8');
  const example = readFileSync(new URL('../../.env.example', templates), 'utf8');
  expect(variablesIn(example, /^([A-Z_]+)=/gm)).toEqual(variablesIn(starter, /\$\{env:([A-Z_]+)/g));
});

test('the starter tables are those of the starter pipeline', async () => {
  const [pipeline] = await loadPipelines({ ...options, env: { POSTGRES_PASSWORD: 'x' } });
  const cql = readFileSync(new URL('warehouse.cql', templates), 'utf8');
  const tables = [...cql.matchAll(/CREATE TABLE IF NOT EXISTS warehouse\.(\w+)[^;]*cdc = true;/g)].map(
    ([, name]) => name,
  );
  expect(tables).toEqual(pipeline?.tables.map(({ name }) => name));
});
