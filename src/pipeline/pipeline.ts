import { type SecretReference } from './references.js';

/**
 * A pipeline with every default filled in and every reference resolved.
 * Its source is schema/pipeline.schema.json, which documents each field.
 */
export interface Pipeline {
  /** `metadata.name`: lower case letters, digits and dashes; prefixes everything that deploy makes. */
  name: string;
  cassandra: CassandraSettings;
  source: SourceSettings;
  kafka: KafkaSettings;
  schemaRegistry: SchemaRegistrySettings;
  /** The Connect cluster that runs the sinks. */
  connect: { url: string };
  postgresql: PostgresqlSettings;
  deadLetters: DeadLetterSettings;
  secrets: SecretsSettings;
  tables: TableSettings[];
}

export interface CassandraSettings {
  /** `host:port` each. */
  contactPoints: string[];
  localDataCenter: string;
  keyspace: string;
  username?: string;
  password?: string;
}

export interface SourceSettings {
  mode: 'connect';
  /** Prefix of the raw topics before they are routed; also of connector names: `cdc`. */
  topicPrefix: string;
  /** One source connector for each Cassandra node, in the Connect worker on that node. */
  nodes: SourceNode[];
  /** Who loads the rows that were there before. */
  snapshot: 'cdcctl' | 'none';
}

export interface SourceNode {
  id: string;
  connectUrl: string;
  /** Paths on the node, as the Connect worker sees them. */
  cassandraConfig: string;
  /** Delivered by cdcctl when absent. */
  driverConfig?: string;
  relocationDirectory: string;
  offsetDirectory: string;
  /** Port of the connector's own health endpoint; unique on the node. */
  healthPort: number;
}

export interface KafkaSettings {
  bootstrapServers: string[];
  topics: {
    /** Contains `{table}`. */
    name: string;
    partitions: number;
    replicationFactor: number;
  };
}

export interface SchemaRegistrySettings {
  /** The registry's Confluent-compatible API. */
  url: string;
  provider: 'apicurio' | 'confluent';
  compatibility: Compatibility;
}

export const compatibilities = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] as const;
export type Compatibility = (typeof compatibilities)[number];

export interface PostgresqlSettings {
  host: string;
  port: number;
  database: string;
  /** Schema of the tables that people query. */
  schema: string;
  username: string;
  password: string;
}

export interface DeadLetterSettings {
  topic: string;
  /** Days or hours: `14d`, `36h`. */
  retention: string;
}

export interface SecretsSettings {
  /** How a connector gets a secret: a file on the worker, the worker's environment, or in its configuration. */
  delivery: 'file' | 'env' | 'inline';
  /** Directory of the secret files, as the workers see it (delivery `file`). */
  directory: string;
  /** Where references to Vault are resolved. */
  vault?: VaultSettings;
  /** The fields whose values came from Vault, `spec.postgresql.password`; absent when there are none. */
  references?: { field: string; reference: SecretReference }[];
}

export interface VaultSettings {
  address: string;
  namespace?: string;
  /** Path of a PEM file on the machine that runs cdcctl. */
  caFile?: string;
  /** Where the database engine is mounted, which makes the logins of `vault-db` references. */
  databaseMount: string;
  /** Exactly one of them. */
  auth: {
    /** With exactly one of `secretId` and `secretIdFile`, which is read at each login. */
    appRole?: { roleId: string; secretId?: string; secretIdFile?: string; mount: string };
    kubernetes?: { role: string; tokenFile: string; mount: string };
    token?: string;
  };
}

export interface TableSettings {
  name: string;
  /** Name of the table in PostgreSQL; that of the Cassandra table by default. */
  target: string;
  columns: {
    /** Columns to replicate; all when absent. Primary key columns are always replicated. */
    include?: string[];
    exclude: string[];
    /** Cassandra name → PostgreSQL name. */
    rename: Record<string, string>;
    /** Cassandra name → PostgreSQL type, where it is not that of the CQL type; safe to put into SQL. */
    type: Record<string, string>;
  };
  sink: {
    /** Records in one insert. */
    batchSize: number;
  };
}
