import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { beforeAll, expect, test } from '@jest/globals';
import { selectConnectors } from '../../../src/deploy/operate/connectors.js';
import { secretFiles } from '../../../src/deploy/secrets/files.js';
import { agentsWithSecrets } from '../../../src/deploy/secrets/rotate.js';
import { loadPipelines } from '../../../src/pipeline/load.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { cdcctl } from '../../support/cli.js';

const file = join(import.meta.dirname, '../../golden/definition/valid-agent/pipeline.yaml');
const env = { POSTGRES_PASSWORD: 'secret' };
const cwd = import.meta.dirname;
const everything = { tables: [], nodes: [], connectors: [] };
let pipeline: Pipeline;

beforeAll(async () => {
  const stdin = new PassThrough();
  [pipeline] = (await loadPipelines({ files: [file], sets: [], env, cwd, stdin })) as [Pipeline];
});

test('all connectors are the sinks', () => {
  expect(selectConnectors([pipeline], everything).map(({ name }) => name)).toEqual(['warehouse-sink-users']);
});

test.each([
  ['pause', '--node', 'node2'],
  ['restart', '--node', 'node2'],
  ['offsets', 'get', '--node', 'node2'],
  ['offsets', 'reset', '--node', 'node2', '--yes'],
])('%s %s %s refuses a node that has an agent, and says what to do there', async (...argv) => {
  const run = await cdcctl([...argv, '-f', file], { cwd, env });
  expect(run).toMatchObject({ exitCode: 2, stdout: '' });
  expect(run.stderr).toContain('on the node: systemctl restart warehouse-agent');
});

test('only the sinks have secrets that cdcctl delivers', () => {
  expect(secretFiles(pipeline, pipeline.postgresql).map(({ readers }) => readers)).toEqual(['sink']);
});

const reference = { kind: 'vault', path: 'secret/data/cdc', key: 'password', written: '${vault:…}' } as const;
test.each([
  ['spec.cassandra.password', ['node1', 'node2']],
  ['spec.kafka.sasl.password', ['node1', 'node2']],
  ['spec.postgresql.password', []],
])('a secret of %s is brought to agents by operators: %j', (field, expected) => {
  const references = [{ field, reference }];
  const withSecrets = { ...pipeline, secrets: { ...pipeline.secrets, references } };
  expect(agentsWithSecrets(withSecrets)).toEqual(expected);
  const inConnect = { ...withSecrets, source: { ...pipeline.source, mode: 'connect' as const } };
  expect(agentsWithSecrets(inConnect)).toEqual([]);
});
