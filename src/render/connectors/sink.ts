import { type Pipeline } from '../../pipeline/pipeline.js';
import { bookkeepingSchema, objectsOf, quoteSql, sinkConnectorName, topicOf } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { type Connector } from '../rendered.js';
import { secretPlaceholder } from '../secrets.js';
import { converterConfig, textConverterConfig } from './converters.js';
import { addedConfig, type SinkPlugin, sinkTemplateConfig } from './template-config.js';

/** How the plugins call the same. */
const userSettings: Record<SinkPlugin, string> = { debezium: 'connection.username', confluent: 'connection.user' };
const targetSettings: Record<SinkPlugin, string> = {
  debezium: 'collection.name.format',
  confluent: 'table.name.format',
};

/** The table that a sink writes to, whichever plugin it is of, without quotes; empty where it names none. */
export function namedTarget(config: Record<string, string>): string {
  return (config[targetSettings.debezium] ?? config[targetSettings.confluent] ?? '').replaceAll('"', '');
}

/** The plugins take a name apart at dots and spaces, and what is quoted as it is; names of the definition have no quotes. */
function quotedWhereNeeded(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : quoteSql(name);
}

/** The sink connector of one table. */
export function sinkConnector(pipeline: Pipeline, table: ReplicatedTable): Connector {
  const { postgresql, deadLetters, kafka, connect } = pipeline;
  const { plugin } = pipeline.sink;
  const parameters = new URLSearchParams({
    currentSchema: inSearchPath(bookkeepingSchema(pipeline)),
    // One statement for many rows: the merge works in sets.
    reWriteBatchedInserts: 'true',
    // By which pg_stat_activity tells the sinks apart.
    ApplicationName: sinkConnectorName(pipeline, table.settings),
    ...tlsParameters(pipeline),
  });
  const batchSize = String(table.settings.sink.batchSize);
  const config: Record<string, string> = {
    ...sinkTemplateConfig({ mode: pipeline.source.mode, plugin }),
    topics: topicOf(pipeline, table.settings),
    'connection.url': `jdbc:postgresql://${postgresql.host}:${postgresql.port}/${postgresql.database}?${parameters.toString()}`,
    [userSettings[plugin]]: secretPlaceholder(pipeline, 'postgresql.username'),
    'connection.password': secretPlaceholder(pipeline, 'postgresql.password'),
    // Without its schema the sink takes a table of this name from any schema of the database.
    [targetSettings[plugin]]: [bookkeepingSchema(pipeline), objectsOf(table.settings).inlet]
      .map(quotedWhereNeeded)
      .join('.'),
    'batch.size': batchSize,
    'consumer.override.max.poll.records': batchSize,
    'errors.deadletterqueue.topic.name': deadLetters.topic,
    'errors.deadletterqueue.topic.replication.factor': String(kafka.topics.replicationFactor),
    ...(pipeline.source.mode === 'agent' ? textConverterConfig() : converterConfig(pipeline)),
    ...addedConfig({ ...pipeline.sink.connector, ...table.settings.sink.connector }),
  };
  return { name: sinkConnectorName(pipeline, table.settings), kind: 'sink', url: connect.url, config };
}

/** The driver gives it to PostgreSQL as a list of names, in which others than these want quotes. */
function inSearchPath(schema: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(schema) ? schema : quoteSql(schema);
}

/** https://jdbc.postgresql.org/documentation/ssl */
function tlsParameters({ postgresql: { tls }, workerTls }: Pipeline): Record<string, string> {
  if (tls === undefined) return {};
  return {
    sslmode: tls.verifyHostname ? 'verify-full' : 'verify-ca',
    ...(workerTls?.caFile === undefined
      ? { sslfactory: 'org.postgresql.ssl.DefaultJavaSSLFactory' }
      : { sslrootcert: workerTls.caFile }),
  };
}
