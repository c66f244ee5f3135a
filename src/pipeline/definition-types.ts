// Written by `npm run docs` from schema/pipeline.schema.json.

/** What the pipeline connects. */
export interface Spec {
  cassandra: Cassandra;
  source: Source;
  kafka: Kafka;
  schemaRegistry: SchemaRegistry;
  /** The Kafka Connect cluster that runs the sinks. */
  connect: {
    /** REST API of the cluster. */
    url: string;
  };
  postgresql: Postgresql;
  /** What the sink connectors of all tables have in common. */
  sink: {
    /** More settings of the Debezium JDBC sink, for all tables: docs/reference/connector-settings.md. */
    connector: Record<string, string | number | boolean>;
  };
  /** Where records go that no converter or transform can read. */
  deadLetters: {
    /** Topic of the dead letters of all tables. */
    topic: string;
    /** How long the topic keeps a dead letter, in days or hours: 14d, 36h. */
    retention: string;
  };
  secrets: Secrets;
  /** The tables to replicate; each must have cdc = true in Cassandra. */
  tables: Table[];
}

/** The cluster that changes are captured from. */
export interface Cassandra {
  /** host:port of some nodes, as a list or as one text with commas between them. */
  contactPoints: string[];
  /** The data centre that queries are sent to. */
  localDataCenter: string;
  /** The keyspace of the tables. */
  keyspace: string;
  /** User that reads the schema and the tables. Absent, or a reference to an empty value: no login. */
  username?: string;
  /** Password of the user; give a reference, not the password itself. */
  password?: string;
}

/** How changes are captured: one Debezium connector on each Cassandra node. */
export interface Source {
  /** connect: the connector runs in a Kafka Connect worker on each Cassandra node. */
  mode: 'connect';
  /** Prefix of the raw topics before they are routed, and of connector names. */
  topicPrefix: string;
  /** The Cassandra nodes. Each has a Connect worker of its own, which reads the node's commit log. */
  nodes: Node[];
  /** Who loads the rows that were there before: cdcctl when the pipeline is first deployed, or none. */
  snapshot: 'cdcctl' | 'none';
  /** More settings of the Debezium Cassandra source, for all nodes: docs/reference/connector-settings.md. */
  connector: Record<string, string | number | boolean>;
}

/** One Cassandra node and the Connect worker beside it. */
export interface Node {
  /** Name of the node, unique and stable: offsets are kept under it. */
  id: string;
  /** REST API of the Connect worker on this node. */
  connectUrl: string;
  /** The node's cassandra.yaml. */
  cassandraConfig: string;
  /** Configuration file of the Java driver with which the connector reads the schema. When absent, cdcctl delivers one with the contact points and the login of spec.cassandra into spec.secrets.directory. */
  driverConfig?: string;
  /** Where commit log segments are moved to that have been read. */
  relocationDirectory: string;
  /** Where the connector keeps its own offset files. */
  offsetDirectory: string;
  /** Port of the connector's own health endpoint; unique on the node. */
  healthPort: number;
}

/** The brokers and the topics of the changes. */
export interface Kafka {
  /** host:port of some brokers, as a list or as one text with commas between them. */
  bootstrapServers: string[];
  /** The topics of the changes, one for each table. */
  topics: {
    /** Name of each table's topic; {table} stands for the table's name. */
    name: string;
    /** Partitions of each topic. */
    partitions: number;
    /** Replicas of each partition. */
    replicationFactor: number;
    /** How long the topics keep a change, in days or hours: 14d, 36h. Left out, it is not cdcctl's to set. */
    retention?: string;
  };
}

/** Where the Avro schemas of the changes are kept. */
export interface SchemaRegistry {
  /** The registry's Confluent-compatible API. */
  url: string;
  /** Which registry it is; decides which converter the connectors use. */
  provider: 'apicurio' | 'confluent';
  /** Compatibility level of the subjects. */
  compatibility:
    'NONE' | 'BACKWARD' | 'BACKWARD_TRANSITIVE' | 'FORWARD' | 'FORWARD_TRANSITIVE' | 'FULL' | 'FULL_TRANSITIVE';
}

/** The database that the tables are replicated to. */
export interface Postgresql {
  /** Host name or IP address of the server. */
  host: string;
  /** Port of the server. */
  port: number;
  /** Name of the database. */
  database: string;
  /** Schema of the tables that people query; named as the keyspace when absent. */
  schema?: string;
  /** User that makes the tables and writes to them. */
  username: string;
  /** Password of the user; give a reference, not the password itself. */
  password: string;
}

/** How connectors get passwords. */
export interface Secrets {
  /** file: files on the worker, read again when a task restarts; env: the worker's environment, read once; inline: in the connector's configuration, where everyone who can read Connect's topics can see it. */
  delivery: 'file' | 'env' | 'inline';
  /** Directory of the secret files, as the workers see it; for delivery file. */
  directory: string;
  vault?: Vault;
}

/** Where references to Vault are resolved: HashiCorp Vault, OpenBao, or another server with this API. Fields of this section cannot refer to Vault themselves. */
export interface Vault {
  /** URL of the server. */
  address: string;
  /** Namespace of the paths and the login; none when absent. */
  namespace?: string;
  /** PEM file with the certificates that the server's is checked by, on the machine that runs cdcctl; those of Node.js when absent. */
  caFile?: string;
  /** Where the database engine is mounted, which makes the logins of ${vault-db:ROLE#username}. */
  databaseMount: string;
  /** How cdcctl logs in to Vault: exactly one of appRole, kubernetes and token. */
  auth: {
    /** Login with a role id and a secret id. */
    appRole?: {
      /** Names the role. */
      roleId: string;
      /** The secret of the login; give a reference, not the secret itself. Or give secretIdFile. */
      secretId?: string;
      /** File with the secret id in place of it, on the machine that runs cdcctl; read at each login. */
      secretIdFile?: string;
      /** Where the method is mounted. */
      mount: string;
    };
    /** Login with the token of the pod's service account. */
    kubernetes?: {
      /** Role of the method that the service account is bound to. */
      role: string;
      /** The service account's token, read at each login. */
      tokenFile: string;
      /** Where the method is mounted. */
      mount: string;
    };
    /** A token that somebody else renews: of an agent, or of the environment. Give a reference, not the token itself. */
    token?: string;
  };
}

/** A table to replicate. */
export interface Table {
  /** Name of the table in Cassandra. */
  name: string;
  /** Name of the table in PostgreSQL; that of the Cassandra table when absent. */
  target?: string;
  /** Which columns are replicated and under which names. Primary key columns always are. */
  columns: {
    /** Columns to replicate; all when absent. */
    include?: string[];
    /** Columns not to replicate. */
    exclude: string[];
    /** Names of columns in PostgreSQL where they differ: Cassandra name to PostgreSQL name. */
    rename: Record<string, string>;
    /** Types of columns in PostgreSQL where they differ from docs/types.md: Cassandra name to PostgreSQL type. Values are cast to it. */
    type: Record<string, string>;
  };
  /** Tuning of the table's sink connector. */
  sink: {
    /** Records in one insert. */
    batchSize: number;
    /** More settings of the Debezium JDBC sink, for this table; before those of spec.sink.connector. */
    connector: Record<string, string | number | boolean>;
  };
}
