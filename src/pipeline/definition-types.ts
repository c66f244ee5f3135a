// Written by `npm run docs` from schema/pipeline.schema.json.

/** What the pipeline connects. */
export interface Spec {
  cassandra: Cassandra;
  source: Source;
  kafka: Kafka;
  schemaRegistry: SchemaRegistry;
  /** The Kafka Connect cluster that runs the sinks. TLS and login are those of the nodes' workers too. */
  connect: {
    /** REST API of the cluster. */
    url: string;
    tls?: Tls;
    /** User of the REST API, for basic authentication. Absent, or a reference to an empty value: no login. */
    username?: string;
    /** Password of the user; give a reference, not the password itself. */
    password?: string;
    /** Bearer token of the REST API, in place of user name and password; give a reference, not the token itself. */
    token?: string;
  };
  postgresql: Postgresql;
  /** What the sink connectors of all tables have in common. */
  sink: {
    /** Whose JDBC sink the workers run. Confluent's is rendered and checked by its documentation, and has not been run: docs/deploy.md. */
    plugin: 'debezium' | 'confluent';
    /** More settings of the JDBC sink, for all tables: docs/reference/connector-settings.md. */
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
  workerTls?: WorkerTls;
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
  tls?: Tls;
}

/** How changes are captured: one Debezium connector or agent on each Cassandra node. */
export interface Source {
  /** connect: the connector runs in a Kafka Connect worker on each Cassandra node. agent: Debezium's standalone agent runs there, with the files that cdcctl render writes. */
  mode: 'connect' | 'agent';
  /** Prefix of the raw topics before they are routed, and of connector names. */
  topicPrefix: string;
  /** The Cassandra nodes. Each has a Connect worker or an agent of its own, which reads the node's commit log. */
  nodes: Node[];
  /** Who loads the rows that were there before: cdcctl when the pipeline is first deployed, or none. */
  snapshot: 'cdcctl' | 'none';
  /** More settings of the Debezium Cassandra source, for all nodes: docs/reference/connector-settings.md. */
  connector: Record<string, string | number | boolean>;
}

/** One Cassandra node and the Connect worker or the agent beside it. */
export interface Node {
  /** Name of the node, unique and stable: offsets are kept under it. */
  id: string;
  /** REST API of the Connect worker on this node; needed in mode connect, and not there in mode agent. */
  connectUrl?: string;
  /** The node's cassandra.yaml. */
  cassandraConfig: string;
  /** Configuration file of the Java driver with which the connector reads the schema. When absent, cdcctl delivers one with the contact points and the login of spec.cassandra into spec.secrets.directory; in mode agent it renders one into agentDirectory. What it must say: docs/guide/production.md. */
  driverConfig?: string;
  /** Where the rendered files of the node's agent are put on the node; in mode agent only. When absent, /etc/cdcctl/ and the name of the pipeline. */
  agentDirectory?: string;
  /** Where commit log segments are moved to that have been read. */
  relocationDirectory: string;
  /** Where the connector keeps its own offset files. */
  offsetDirectory: string;
  /** Port of the connector's own health endpoint; unique on the node. */
  healthPort: number;
  /** What `cdcctl watch` runs on this node to restart the worker or the agent of its source: a program and its arguments, without a shell. When absent, it only says that a restart is due. */
  restartCommand?: string[];
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
  tls?: Tls;
  /** How cdcctl logs in to Kafka. The workers have a login of their own, in their configuration. */
  sasl?: {
    /** The mechanism of the login. */
    mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    /** User that makes topics, and reads and writes them. */
    username: string;
    /** Password of the user; give a reference, not the password itself. */
    password: string;
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
  tls?: Tls;
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
  tls?: Tls;
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
  tls?: Tls;
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

/** How cdcctl speaks TLS with a system. Files are on the machine that runs cdcctl; spec.workerTls has those of the connectors. */
export interface Tls {
  /** PEM file with the certificates that the server's is checked by; those of Node.js when absent. */
  caFile?: string;
  /** PEM file with the certificate that cdcctl shows, and those that it was signed by; none when absent. */
  certificateFile?: string;
  /** PEM file with the private key of the certificate. */
  keyFile?: string;
  /** Whether the certificate must be for the name or the IP address that is connected to; without it any certificate of the CA will do. */
  verifyHostname: boolean;
  /** The oldest version of TLS that is spoken. */
  minVersion: 'TLSv1.2' | 'TLSv1.3';
}

/** What the connectors check servers by and show of themselves, in files as the workers see them. Their connections to Kafka are set in the workers' own configuration. */
export interface WorkerTls {
  /** PEM file with the certificates that PostgreSQL and the schema registry are checked by; those of the JVM when absent. */
  caFile?: string;
  /** PKCS12 or JKS file with the certificates that Cassandra is checked by; those of the JVM when absent. */
  truststoreFile?: string;
  /** Password of the trust store; give a reference, not the password itself. */
  truststorePassword?: string;
  /** PKCS12 or JKS file with the certificate that is shown to Cassandra, and its key. */
  keystoreFile?: string;
  /** Password of the key store and its key; give a reference, not the password itself. */
  keystorePassword?: string;
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
    /** Records in one transaction of the sink. More land faster where it is the slowest part, and hold the locks of their rows longer: docs/performance.md. */
    batchSize: number;
    /** More settings of the JDBC sink, for this table; before those of spec.sink.connector. */
    connector: Record<string, string | number | boolean>;
  };
}
