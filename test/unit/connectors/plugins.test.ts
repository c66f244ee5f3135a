import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPluginProperties } from '../../../src/connectors/properties.js';
import { reservation } from '../../../src/connectors/reserved.js';
import { sectionsOf } from '../../../src/connectors/sections.js';
import { templateConfig } from '../../../src/render/connectors/template-config.js';
import { artifactSets } from '../../../src/stack/artifacts.js';

const directory = join(import.meta.dirname, '../../../schema/connectors');
const known = readPluginProperties();

test('properties are those of the plugins that the local stack runs: npm run capture:connectors', () => {
  const versions = Object.values(artifactSets).map(({ name, version }) => [name, version]);
  for (const file of readdirSync(directory)) {
    const { plugin, version } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Record<string, unknown>;
    expect(file).toBe(`${String(plugin)}.json`);
    expect(versions).toContainEqual([plugin, version]);
  }
});

/** Free, since another value of it is slower or larger and not wrong. */
const free = [
  'cdc.dir.poll.interval.ms', 'commit.log.marked.complete.poll.interval.ms', 'commit.log.real.time.processing.enabled',
  'poll.interval.ms', 'schema.refresh.interval.ms', 'snapshot.consistency', 'producer.override.buffer.memory',
  'producer.override.compression.type', 'producer.override.linger.ms', 'producer.override.max.request.size',
  'consumer.override.session.timeout.ms',
]; // prettier-ignore

test('every setting of the templates is reserved, or free on purpose', () => {
  const settings = (['source', 'sink'] as const).flatMap((kind) => {
    const template = kind === 'source' ? 'debezium-cassandra-source.yaml' : 'debezium-jdbc-sink.yaml';
    return Object.keys(templateConfig(template)).filter((key) => reservation(kind, key) === undefined);
  });
  expect(settings.sort()).toEqual(free.sort());
});

test.each(['source', 'sink'] as const)('what a %s reserves is known to its plugins', (kind) => {
  const connectorClass = templateConfig(
    kind === 'source' ? 'debezium-cassandra-source.yaml' : 'debezium-jdbc-sink.yaml',
  );
  const names = sectionsOf({ kind, config: connectorClass }, known).flatMap(({ prefix, properties }) =>
    Object.keys(properties ?? {}).map((name) => `${prefix}${name}`),
  );
  expect(names.filter((name) => reservation(kind, name) !== undefined).length).toBeGreaterThan(20);
});
