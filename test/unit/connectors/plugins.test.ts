import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPluginProperties } from '../../../src/connectors/properties.js';
import { reservation } from '../../../src/connectors/reserved.js';
import { sectionsOf } from '../../../src/connectors/sections.js';
import { type SinkPlugin, sinkTemplateConfig, templateConfig } from '../../../src/render/connectors/template-config.js';
import { artifactSets } from '../../../src/stack/artifacts.js';

const directory = join(import.meta.dirname, '../../../schema/connectors');
const known = readPluginProperties();

test('properties are those of the plugins that the local stack runs: npm run capture:connectors', () => {
  const versions = Object.values(artifactSets).map(({ name, version }) => [name, version]);
  for (const file of readdirSync(directory)) {
    const told = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Record<string, unknown>;
    const { plugin, version, origin } = told;
    expect(file).toBe(`${String(plugin)}.json`);
    // Of one that no public registry has, only its documentation could be asked.
    if (origin !== 'documentation') expect(versions).toContainEqual([plugin, version]);
  }
});

/** Free, since another value of it is slower or larger and not wrong. */
const free = [
  'cdc.dir.poll.interval.ms', 'commit.log.marked.complete.poll.interval.ms', 'commit.log.real.time.processing.enabled',
  'poll.interval.ms', 'schema.refresh.interval.ms', 'snapshot.consistency', 'producer.override.buffer.memory',
  'producer.override.compression.type', 'producer.override.linger.ms', 'producer.override.max.request.size',
  'consumer.override.session.timeout.ms',
]; // prettier-ignore

const ofSink = (plugin: SinkPlugin) => sinkTemplateConfig({ mode: 'connect', plugin });
const templates = [
  ['the source', 'source', templateConfig('debezium-cassandra-source.yaml')],
  ['the sink of Debezium', 'sink', ofSink('debezium')],
  ['the sink of Confluent', 'sink', ofSink('confluent')],
] as const;

test('every setting of the templates is reserved, or free on purpose', () => {
  const settings = templates.flatMap(([, kind, config]) =>
    Object.keys(config).filter((key) => reservation(kind, key) === undefined),
  );
  expect([...new Set(settings)].sort()).toEqual(free.sort());
});

test.each(templates)('what is reserved of %s is known to its plugins', (_, kind, config) => {
  const names = sectionsOf({ kind, config }, known).flatMap(({ prefix, properties }) =>
    Object.keys(properties ?? {}).map((name) => `${prefix}${name}`),
  );
  expect(names.filter((name) => reservation(kind, name) !== undefined).length).toBeGreaterThan(20);
});
