import { stringify } from 'yaml';
import { type PluginProperties, readPluginProperties } from '../connectors/properties.js';
import { OperatorError } from '../errors.js';
import { definitionOf } from './definition.js';
import { type SinkKind } from '../render/connectors/template-config.js';
import { type Finding, isSecretSetting, shown } from './finding.js';
import { type FoundConnector } from './found-connector.js';
import { identify, type Identity, type ImportOptions } from './identity.js';
import { readSink } from './read-sink.js';
import { readSource } from './read-source.js';
import { findingsBy, type Rule } from './rules.js';
import { secretInPlainText, type SortedSettings, sortSettings } from './settings.js';
import { sinkRules } from './sink-rules.js';
import { sourceRules } from './source-rules.js';

/** A definition that was made from connectors. */
export interface ImportedDefinition {
  name: string;
  connectors: { name: string; kind: 'source' | 'sink'; tables: string[] }[];
  tables: string[];
  findings: Finding[];
  /** YAML; it holds no secret. */
  text: string;
}

/**
 * Makes the definition of a pipeline from its connectors, and says in what it differs from them.
 * @throws OperatorError (invalid) for connectors of several pipelines, and where keyspace or tables cannot be told
 */
export function importDefinition(connectors: FoundConnector[], options: ImportOptions): ImportedDefinition {
  const sources = connectors.filter(({ kind }) => kind === 'source').map(readSource);
  const sinks = connectors.filter(({ kind }) => kind === 'sink').map((sink) => readSink(sink, sources));
  if (connectors.length === 0) {
    throw new OperatorError({
      kind: 'invalid',
      message: 'there is no connector that reads Cassandra or writes by JDBC',
      hint: 'name the cluster with --connect-url, other connectors with --connector, or files with configurations',
    });
  }
  const identity = identify(sources, sinks, options);
  const plugins = readPluginProperties();
  // One that was found is only kept where cdcctl chose it: it was proven with the other.
  const plugin = sinks.find(({ own }) => own)?.plugin ?? 'debezium';
  const sink: SinkKind = { mode: identity.mode, plugin };
  const sorted = new Map<FoundConnector, SortedSettings>([
    ...sources.map(({ connector, own }): [FoundConnector, SortedSettings] => [
      connector,
      judge(connector, { own, rules: sourceRules, known: takenOfSources, sink, plugins }),
    ]),
    ...sinks.map(({ connector, own }): [FoundConnector, SortedSettings] => [
      connector,
      judge(connector, { own, rules: own ? [] : sinkRules, known: takenOfSinks, sink, plugins }),
    ]),
  ]);
  const added = (connector: FoundConnector): Record<string, string> => sorted.get(connector)?.added ?? {};
  const { spec, unknown } = definitionOf({ identity, sources, sinks, plugin, added });
  const definition = { apiVersion: 'cdcctl/v1', kind: 'Pipeline', metadata: { name: identity.name }, spec };
  return {
    name: identity.name,
    connectors: [
      ...sources.map(({ connector: { name } }) => ({
        name,
        kind: 'source' as const,
        tables: identity.tables.map((table) => table.name),
      })),
      ...sinks.map(({ connector: { name }, tables }) => ({
        name,
        kind: 'sink' as const,
        tables: tables.map((table) => table.name),
      })),
    ],
    tables: identity.tables.map(({ name }) => name),
    findings: [
      ...connectors.flatMap((connector) => [
        ...(sorted.get(connector)?.findings ?? []),
        ...replaced(connector, identity),
      ]),
      ...unknown,
    ],
    text: `${heading}${stringify(definition, { lineWidth: 0 })}`,
  };
}

const heading = `# Made by cdcctl import from connectors that were there. Next: cdcctl validate, cdcctl plan.
# \${env:NAME:-default} takes a variable of the environment or of .env. All fields: docs/reference/definition.md.
`;

/** Settings that fields of the definition are made from. */
const takenOfSources = [
  'topic.prefix',
  'cassandra.node.id',
  'cassandra.config',
  'cassandra.driver.config.file',
  'commit.log.relocation.dir',
  'offset.backing.store.dir',
  'http.port',
  'field.exclude.list',
  'topic.creation.default.partitions',
  'topic.creation.default.replication.factor',
];
const takenOfSinks = [
  'topics',
  'connection.url',
  'connection.username',
  'connection.user',
  'connection.password',
  'collection.name.format',
  'table.name.format',
  'primary.key.fields',
  'pk.fields',
  'batch.size',
  'consumer.override.max.poll.records',
  'errors.deadletterqueue.topic.name',
  'errors.deadletterqueue.topic.replication.factor',
];

function judge(
  connector: FoundConnector,
  options: { own: boolean; rules: Rule[]; known: string[]; sink: SinkKind; plugins: PluginProperties },
): SortedSettings {
  const { rules, known } = options;
  const taken = new Set([...known, ...rules.flatMap(({ settings }) => settings)]);
  const { added, findings } = sortSettings(connector, { ...options, known: taken });
  return { added, findings: [...findingsBy(rules, connector), ...login(connector), ...findings] };
}

/** A password of the database that stands where it can be read. */
function login({ name, config }: FoundConnector): Finding[] {
  const plain = (setting: string, isPlain: boolean): Finding[] =>
    isPlain
      ? [
          {
            severity: 'wrong',
            connector: name,
            setting,
            found: shown(setting, config[setting] ?? ''),
            becomes: 'spec.postgresql.password: ${env:POSTGRES_PASSWORD}, delivered in a file',
            why: secretInPlainText,
          },
        ]
      : [];
  const password = config['connection.password'] ?? '';
  return [
    ...plain('connection.password', password !== '' && isSecretSetting('connection.password', password)),
    ...plain('connection.url', /[?&;]password=|:\/\/[^/@]*:[^/@]*@/i.test(config['connection.url'] ?? '')),
  ];
}

/** What has to happen with a connector that cdcctl did not make, since it makes others. */
function replaced({ name, kind }: FoundConnector, { name: pipeline, own }: Identity): Finding[] {
  if (own.has(name)) return [];
  const becomes = kind === 'source' ? `${pipeline}-source-<node>` : `${pipeline}-sink-<table>`;
  const why =
    kind === 'source'
      ? 'delete this connector before cdcctl deploy: two on one node lose changes; deploy loads the tables, so that nothing is missing'
      : 'it may run beside those of cdcctl until cdcctl verify is equal; then delete it';
  return [{ severity: 'changed', connector: name, setting: 'name', found: name, becomes, why }];
}
