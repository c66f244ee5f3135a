import { documentedVersions, readPluginProperties } from '../../../src/connectors/properties.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { httpOfStack } from '../../support/stack.js';

const known = readPluginProperties();
const plugins = [...known.keys()].filter((name) => name.includes('.') && !documentedVersions().has(name));

async function ask<T>(path: string): Promise<T> {
  return (await httpOfStack('connect').get<T>(path)).data;
}

test.each(plugins)('all that a running Connect tells of %s is in schema/connectors', async (plugin) => {
  const told = await ask<{ name: string; type: string }[]>(`/connector-plugins/${encodeURIComponent(plugin)}/config`);
  const kind = /Connector$/.test(plugin) ? (plugin.includes('Sink') ? 'sink' : 'source') : '';
  const own = { ...known.get(plugin), ...known.get(kind) };
  expect(told.filter(({ name, type }) => own[name]?.type !== type)).toEqual([]);
});

describe('what a definition adds', () => {
  let example: ExamplePipeline;
  beforeAll(async () => (example = await openExamplePipeline()));
  afterAll(() => example.close());

  test('is in the connectors, which run with it; what is not added any more is gone', async () => {
    const added = [
      'spec.sink.connector["connection.pool.max_size"]=4',
      'spec.tables.users.sink.connector={flush.max.retries: 7}',
      'spec.source.connector={producer.override.linger.ms: 9, max.queue.size: 4096}',
    ];
    const deployed = await example.run('deploy', '--wait', ...added.flatMap((set) => ['--set', set]));
    expect(deployed).toMatchObject({ exitCode: 0 });
    expect((await example.run('status')).exitCode).toBe(0);
    const configOf = (connector: string) =>
      ask<Record<string, string>>(`/connectors/${example.name}-${connector}/config`);
    expect(await configOf('sink-users')).toMatchObject({ 'connection.pool.max_size': '4', 'flush.max.retries': '7' });
    expect(await configOf('sink-orders')).not.toHaveProperty('flush.max.retries');
    expect(await configOf('source-node1')).toMatchObject({
      'producer.override.linger.ms': '9',
      'max.queue.size': '4096',
    });
    expect((await example.run('deploy', '--wait')).exitCode).toBe(0);
    expect(await configOf('sink-users')).not.toHaveProperty('flush.max.retries');
    expect(await configOf('source-node1')).toMatchObject({ 'producer.override.linger.ms': '5' });
  });
});
