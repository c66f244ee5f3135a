import { type Pipeline, type SourceNode } from '../../pipeline/pipeline.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { nodeSettings } from '../connectors/node-settings.js';
import { addedConfig, templateConfig } from '../connectors/template-config.js';
import { propertyFile } from '../secrets.js';
import { unwantedColumns } from './unwanted-columns.js';

/** The settings of an agent: those of the source in Connect, but for what Connect itself does with them. */
export function agentProperties(pipeline: Pipeline, tables: ReplicatedTable[], node: SourceNode): string {
  const unwanted = tables.flatMap((table) =>
    unwantedColumns(table).map((column) => `${table.source.keyspace}.${table.source.name}.${column}`),
  );
  return propertyFile({
    ...ofAgent(templateConfig('debezium-cassandra-source.yaml')),
    'connector.name': `${pipeline.name}-${node.id}`,
    ...nodeSettings(pipeline, node),
    ...(unwanted.length === 0 ? {} : { 'field.exclude.list': unwanted.join(',') }),
    // Avro refuses the cells, which are structs that all have the same name.
    'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'key.converter.schemas.enable': 'false',
    'value.converter': 'org.apache.kafka.connect.json.JsonConverter',
    'value.converter.schemas.enable': 'false',
    'kafka.producer.bootstrap.servers': pipeline.kafka.bootstrapServers.join(','),
    'kafka.producer.acks': 'all',
    ...producerAccess(pipeline),
    ...ofAgent(addedConfig(pipeline.source.connector)),
  });
}

/** Connect's own settings, and the transforms, which an agent has none of. */
const ofConnect =
  /^(connector\.class|tasks\.max|errors\.tolerance|header\.converter.*|(transforms|predicates)(\..*)?)$/;

function ofAgent(settings: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings)
      .filter(([name]) => !ofConnect.test(name))
      .map(([name, value]) => [name.replace(/^producer\.override\./, 'kafka.producer.'), value]),
  );
}

/** The login itself is in the file that the JVM's options name. */
function producerAccess({ kafka: { tls, sasl }, workerTls }: Pipeline): Record<string, string> {
  const encryption = tls === undefined ? 'PLAINTEXT' : 'SSL';
  const protocol = sasl === undefined ? encryption : `SASL_${encryption === 'SSL' ? 'SSL' : 'PLAINTEXT'}`;
  return {
    ...(protocol === 'PLAINTEXT' ? {} : { 'kafka.producer.security.protocol': protocol }),
    ...(sasl === undefined ? {} : { 'kafka.producer.sasl.mechanism': sasl.mechanism.toUpperCase() }),
    ...(tls === undefined || workerTls?.caFile === undefined
      ? {}
      : { 'kafka.producer.ssl.truststore.type': 'PEM', 'kafka.producer.ssl.truststore.location': workerTls.caFile }),
    ...(tls?.verifyHostname === false ? { 'kafka.producer.ssl.endpoint.identification.algorithm': '' } : {}),
  };
}
