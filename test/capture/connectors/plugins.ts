import { artifactSets, type ArtifactSetName } from '../../../src/stack/artifacts.js';

/** A plugin whose properties are captured: the arguments of Properties.java. */
interface CapturedPlugin {
  set: ArtifactSetName;
  /** Directory below the set's, where there is one. */
  directory: string;
  parts: string[];
}

const transforms = ['ReplaceField$Value', 'HoistField$Value', 'HeaderFrom$Value', 'ExtractField$Value',
  'Flatten$Value', 'RegexRouter', 'InsertField$Value', 'predicates.TopicNameMatches', 'predicates.RecordIsTombstone',
].map((name) => config(`org.apache.kafka.connect.transforms.${name}`)); // prettier-ignore

export const plugins: CapturedPlugin[] = [
  {
    set: 'connect',
    directory: '',
    parts: [
      'source=definition:org.apache.kafka.connect.runtime.SourceConnectorConfig',
      'sink=definition:org.apache.kafka.connect.runtime.SinkConnectorConfig',
      'producer=definition:org.apache.kafka.clients.producer.ProducerConfig',
      'consumer=definition:org.apache.kafka.clients.consumer.ConsumerConfig',
      'admin=definition:org.apache.kafka.clients.admin.AdminClientConfig',
      config('org.apache.kafka.connect.json.JsonConverter'),
      config('org.apache.kafka.connect.storage.StringConverter'),
      config('org.apache.kafka.connect.transforms.Filter'),
      ...transforms,
    ],
  },
  {
    set: 'cassandraSource',
    directory: artifactSets.cassandraSource.into,
    parts: [
      'io.debezium.connector.cassandra.Cassandra4Connector=fields:io.debezium.connector.cassandra.CassandraConnectorConfig',
      config('io.debezium.transforms.ExtractNewRecordState'),
    ],
  },
  {
    set: 'jdbcSink',
    directory: artifactSets.jdbcSink.name,
    parts: [
      config('io.debezium.connector.jdbc.JdbcSinkConnector'),
      'io.debezium.connector.jdbc.JdbcSinkConnector=fields:io.debezium.connector.jdbc.JdbcSinkConnectorConfig',
      config('io.debezium.transforms.HeaderToValue'),
    ],
  },
  {
    set: 'avroConverter',
    directory: artifactSets.avroConverter.into,
    parts: [
      'io.apicurio.registry.utils.converter.AvroConverter=names:io.apicurio.registry.serde.SerdeConfig',
      'io.apicurio.registry.utils.converter.AvroConverter=names:io.apicurio.rest.client.config.ApicurioClientConfig',
      'io.apicurio.registry.utils.converter.AvroConverter=names:io.apicurio.registry.resolver.SchemaResolverConfig',
    ],
  },
];

function config(name: string): string {
  return `${name}=config:${name}`;
}
