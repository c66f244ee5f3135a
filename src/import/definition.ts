import { readPipelineSchema, schemaAt } from '../pipeline/schema.js';
import { type SinkPlugin } from '../render/connectors/template-config.js';
import { bookkeepingSchema } from '../tables/names.js';
import { type Finding } from './finding.js';
import { type FoundConnector } from './found-connector.js';
import { type Identity } from './identity.js';
import { type FoundSink, type FoundTable } from './read-sink.js';
import { type FoundSource } from './read-source.js';
import { registryOf } from './registry.js';

interface Found {
  identity: Identity;
  sources: FoundSource[];
  sinks: FoundSink[];
  plugin: SinkPlugin;
  /** Settings that the definition adds to those of cdcctl. */
  added: (connector: FoundConnector) => Record<string, string>;
}

type Fields = Record<string, unknown>;

/** The `spec` of a definition, and what connectors do not tell of it. */
export function definitionOf(found: Found): { spec: Fields; unknown: Finding[] } {
  const { identity, sinks, sources } = found;
  const notes: Finding[] = [];
  const note = (field: string, becomes: string, why: string): void => {
    notes.push({ severity: 'unknown', connector: null, setting: field, found: null, becomes, why });
  };
  const all = [...sources, ...sinks].map(({ connector }) => connector);
  const registry = registryOf(all);
  const plugin = found.plugin === 'debezium' ? {} : { plugin: found.plugin };
  const common = commonSettings(sinks.map(({ connector }) => found.added(connector)));
  // What agents send is JSON, and has no schema.
  if (registry === undefined && identity.mode === 'connect') {
    note('spec.schemaRegistry.url', '${env:SCHEMA_REGISTRY_URL}', 'no converter names a registry, and Avro needs one');
  }
  const spec = {
    cassandra: {
      contactPoints: '${env:CASSANDRA_CONTACT_POINTS:-127.0.0.1:9042}',
      localDataCenter: '${env:CASSANDRA_LOCAL_DC:-datacenter1}',
      keyspace: identity.keyspace,
      username: '${env:CASSANDRA_USER:-}',
      password: '${env:CASSANDRA_PASSWORD:-}',
    },
    source: sourceOf(found, note),
    kafka: {
      bootstrapServers: '${env:KAFKA_BOOTSTRAP_SERVERS:-127.0.0.1:9092}',
      topics: topicsOf(found, notes),
    },
    schemaRegistry: registry ?? { url: '${env:SCHEMA_REGISTRY_URL:-http://127.0.0.1:8081}' },
    connect: { url: sinks.find(({ connector }) => connector.url !== undefined)?.connector.url ?? connectUrl },
    postgresql: postgresqlOf(found, note, notes),
    deadLetters: { topic: valueOf(sinks, 'errors.deadletterqueue.topic.name') ?? 'dlq-events' },
    secrets: secretsOf(sinks),
    ...workerTlsOf(sinks),
    ...(isEmpty({ ...plugin, ...common })
      ? {}
      : { sink: { ...plugin, ...(isEmpty(common) ? {} : { connector: common }) } }),
    tables: identity.tables.map((table) => tableOf(table, found, common)),
  };
  note(
    'spec.cassandra',
    '${env:CASSANDRA_CONTACT_POINTS} and others',
    'how to reach Cassandra stands in files of its nodes',
  );
  note('spec.kafka', '${env:KAFKA_BOOTSTRAP_SERVERS}', 'how to reach Kafka stands in the configuration of the workers');
  for (const { name, topic, guessed } of identity.tables) {
    if (guessed) note(`spec.tables: ${name}`, name, `the name of the table was guessed from the topic ${topic}`);
  }
  return { spec, unknown: notes };
}

type Note = (field: string, becomes: string, why: string) => void;

const connectUrl = '${env:CONNECT_URL:-http://127.0.0.1:8083}';

function sourceOf({ identity, sources, added, sinks }: Found, note: Note): Fields {
  const { mode, topicPrefix } = identity;
  const ofPrefix = topicPrefix === undefined ? {} : { topicPrefix };
  if (mode === 'agent') {
    note('spec.source.nodes', 'one node', 'Connect knows nothing of agents: name the nodes of Cassandra that have one');
    return { mode, ...ofPrefix, nodes: [{ id: 'node1', ...paths }] };
  }
  if (sources.length === 0)
    note('spec.source.nodes', 'one node', 'there is no source connector among those that were read');
  const nodes = sources.map(({ connector: { config, url } }, index) => {
    const id = config['cassandra.node.id'] ?? `node${index + 1}`;
    const numbered = sources.length === 1 ? connectUrl : `\${env:CONNECT_URL_${index + 1}}`;
    if (url === undefined)
      note(`spec.source.nodes: ${id}`, numbered, 'a file does not tell which worker runs the connector');
    const driverConfig = driverConfigOf(config['cassandra.driver.config.file'], sinks);
    return {
      id,
      connectUrl: url ?? numbered,
      ...(config['cassandra.config'] === undefined ? {} : { cassandraConfig: config['cassandra.config'] }),
      ...(driverConfig === undefined ? {} : { driverConfig }),
      relocationDirectory: config['commit.log.relocation.dir'] ?? paths.relocationDirectory,
      offsetDirectory: config['offset.backing.store.dir'] ?? paths.offsetDirectory,
      ...(config['http.port'] === undefined ? {} : { healthPort: Number(config['http.port']) }),
    };
  });
  // What one node has and another has not would be taken for all.
  const connector = commonSettings(sources.map((source) => added(source.connector)));
  return {
    ...ofPrefix,
    nodes: nodes.length > 0 ? nodes : [{ id: 'node1', connectUrl, ...paths }],
    ...(isEmpty(connector) ? {} : { connector }),
  };
}

const paths = {
  relocationDirectory: '${env:CDC_RELOCATION_DIR:-/var/lib/cassandra/cdc_relocation}',
  offsetDirectory: '${env:CDC_OFFSET_DIR:-/var/lib/cassandra/cdc_offsets}',
};

/** Absent where cdcctl delivers the file with the secrets. */
function driverConfigOf(file: string | undefined, sinks: FoundSink[]): string | undefined {
  const delivered = secretDirectory(sinks);
  return delivered !== undefined && file?.startsWith(`${delivered}/`) ? undefined : file;
}

function topicsOf({ identity, sources, sinks }: Found, notes: Finding[]): Fields {
  const replicas =
    valueOf(sinks, 'errors.deadletterqueue.topic.replication.factor') ??
    sources.map(({ connector }) => connector.config['topic.creation.default.replication.factor'])[0];
  const replicationFactor = numberOr(replicas, 1);
  // An agent names its topics itself.
  if (identity.mode === 'agent') return { replicationFactor };
  const found = new Set(sinks.filter(({ own }) => !own).flatMap(({ tables }) => tables.map(({ topic }) => topic)));
  const own = sources.find((source) => source.own);
  const usual = 'cdc-events-{table}';
  const isTaken = identity.tables.some(({ name }) => found.has(usual.replace('{table}', name)));
  const name = own?.topicPattern ?? (isTaken ? `${identity.name}-changes-{table}` : usual);
  const partitions = sources.map(({ connector }) => connector.config['topic.creation.default.partitions'])[0];
  for (const topic of own === undefined ? found : []) {
    const why =
      'records that are there have another form, which the sinks of cdcctl cannot merge: they get topics of their own';
    notes.push({ severity: 'changed', connector: null, setting: 'topics', found: topic, becomes: name, why });
  }
  return { name, partitions: numberOr(partitions, 3), replicationFactor };
}

function postgresqlOf({ identity, sinks }: Found, note: Note, notes: Finding[]): Fields {
  const database = sinks.find((sink) => sink.database !== undefined)?.database;
  if (database === undefined) {
    note('spec.postgresql', '${env:POSTGRES_HOST} and others', 'no sink has a JDBC URL of PostgreSQL');
  }
  const username = valueOf(sinks, 'connection.username') ?? valueOf(sinks, 'connection.user');
  const isPlain = username !== undefined && !username.includes('${') && username !== '';
  const sslmode = database?.parameters.get('sslmode') ?? 'disable';
  return {
    host: database?.host ?? '${env:POSTGRES_HOST:-127.0.0.1}',
    port: database?.port ?? 5432,
    database: database?.database ?? `\${env:POSTGRES_DB:-${identity.keyspace}}`,
    schema: schemaOf(identity, sinks, notes),
    username: isPlain ? `\${env:POSTGRES_USER:-${username}}` : '${env:POSTGRES_USER}',
    password: '${env:POSTGRES_PASSWORD}',
    ...(/^(require|verify-ca|verify-full)$/.test(sslmode)
      ? { tls: { caFile: '${env:CDC_TLS_CA_FILE}', verifyHostname: sslmode === 'verify-full' } }
      : {}),
  };
}

/** That of cdcctl's own sinks; else one in which no found table is, since cdcctl makes views of their names. */
function schemaOf({ keyspace, tables }: Identity, sinks: FoundSink[], notes: Finding[]): string {
  const own = sinks.find((sink) => sink.own)?.tables[0]?.targetSchema;
  if (own !== undefined) return own;
  const schema = tables.some(({ targetSchema }) => targetSchema === keyspace) ? `${keyspace}_replica` : keyspace;
  for (const { name, target, targetSchema = 'public' } of tables) {
    notes.push({
      severity: 'changed',
      connector: null,
      setting: 'spec.postgresql.schema',
      found: `${targetSchema}.${target ?? name}`,
      becomes: `${schema}.${target ?? name}, a view, and ${bookkeepingSchema({ postgresql: { schema } })}`,
      why: 'what is in the found table is left as it is: compare, and let readers change over',
    });
  }
  return schema;
}

function secretsOf(sinks: FoundSink[]): Fields {
  const directory = secretDirectory(sinks);
  const isEnvironment = sinks.some(
    ({ own, connector }) => own && connector.config['connection.password']?.startsWith('${env:'),
  );
  return {
    delivery: isEnvironment ? 'env' : 'file',
    directory: directory ?? '${env:CDC_SECRETS_DIR:-/etc/cdcctl/secrets}',
  };
}

/** Where the sinks of cdcctl read their login. */
function secretDirectory(sinks: FoundSink[]): string | undefined {
  const own = sinks.filter((sink) => sink.own).map(({ connector }) => connector.config['connection.password'] ?? '');
  return own.flatMap((value) => /^\$\{file:(.+)\/[^/]+:[^:]+\}$/.exec(value)?.[1] ?? [])[0];
}

function workerTlsOf(sinks: FoundSink[]): Fields {
  const caFile = sinks.map(({ database }) => database?.parameters.get('sslrootcert')).find((file) => file);
  return caFile ? { workerTls: { caFile } } : {};
}

function commonSettings([first = {}, ...others]: Record<string, string>[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) => others.every((other) => other[key] === value)),
  );
}

/** @param common settings that all sinks have: a table has only those that are its own */
function tableOf(table: FoundTable, { sinks, sources, added }: Found, common: Record<string, string>): Fields {
  const { name, target } = table;
  const sink = sinks.find(({ tables }) => tables.includes(table));
  const batchSize = sink?.own ? Number(sink.connector.config['batch.size']) : undefined;
  const settings = sink === undefined ? {} : added(sink.connector);
  const connector = Object.fromEntries(Object.entries(settings).filter(([key, value]) => common[key] !== value));
  const include = sources.flatMap((source) => source.include[name] ?? []);
  const exclude = sources.flatMap((source) => source.exclude[name] ?? []);
  const columns = {
    ...(include.length === 0 ? {} : { include: [...new Set(include)] }),
    ...(exclude.length === 0 ? {} : { exclude: [...new Set(exclude)] }),
  };
  const tuning = {
    // A stock sink writes rows of any number of statements; this one writes batches of one.
    ...(batchSize === undefined || batchSize === usualBatchSize ? {} : { batchSize }),
    ...(isEmpty(connector) ? {} : { connector }),
  };
  return {
    name,
    ...(target === undefined || target === name ? {} : { target }),
    ...(isEmpty(columns) ? {} : { columns }),
    ...(isEmpty(tuning) ? {} : { sink: tuning }),
  };
}

const usualBatchSize = schemaAt(['spec', 'tables', 0, 'sink', 'batchSize'], readPipelineSchema())?.default;

function isEmpty(fields: Fields): boolean {
  return Object.keys(fields).length === 0;
}

function valueOf(sinks: FoundSink[], key: string): string | undefined {
  return sinks.map(({ connector }) => connector.config[key]).find((value) => value !== undefined && value !== '');
}

function numberOr(text: string | undefined, otherwise: number): number {
  return /^[1-9]\d{0,4}$/.test(text ?? '') ? Number(text) : otherwise;
}
