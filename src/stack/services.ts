import { versions } from './artifacts.js';

/** What a pipeline needs. */
export const systemNames = ['cassandra', 'kafka', 'registry', 'postgresql', 'vault', 'connect'] as const;
/** What watches it, with `--observability`. */
export const observerNames = ['alertmanager', 'prometheus', 'jaeger', 'metrics'] as const;
export const serviceNames = [...systemNames, ...observerNames] as const;
export type ServiceName = (typeof serviceNames)[number];

export const portNames = [
  'cassandra',
  'cassandra-storage',
  'kafka',
  'kafka-controller',
  'registry',
  'postgresql',
  'vault',
  'vault-cluster',
  'connect',
  'source-health',
  'alertmanager',
  'prometheus',
  'jaeger',
  'jaeger-otlp',
  'metrics',
  'grafana',
  'cassandra-jmx',
  'kafka-jmx',
  'connect-jmx',
] as const;
export type PortName = (typeof portNames)[number];
export type StackPorts = Record<PortName, number>;

/** Taken when they are free and nothing else was asked for. */
export const preferredPorts: StackPorts = {
  cassandra: 9042,
  'cassandra-storage': 7000,
  kafka: 9092,
  'kafka-controller': 9093,
  registry: 8081,
  postgresql: 5432,
  vault: 8200,
  'vault-cluster': 8201,
  connect: 8083,
  'source-health': 8001,
  alertmanager: 9094,
  prometheus: 9090,
  jaeger: 16686,
  'jaeger-otlp': 4318,
  metrics: 9464,
  // Only where the stack runs as containers.
  grafana: 3000,
  'cassandra-jmx': 7071,
  'kafka-jmx': 7072,
  'connect-jmx': 7073,
};

/** What a service is, whichever runtime runs it. */
export interface ServiceDescription {
  name: ServiceName;
  /** As people call it. */
  title: string;
  version: string;
  /** Must be ready before this one starts; stopping goes the other way. */
  dependencies: ServiceName[];
  /** The first is the one that clients use. */
  ports: [PortName, ...PortName[]];
  /** Where its JVM tells its metrics, with `--observability`. */
  jmxPort?: PortName;
  startTimeoutMs: number;
  stopTimeoutMs: number;
}

export const services: Record<ServiceName, ServiceDescription> = {
  cassandra: {
    name: 'cassandra',
    title: 'Cassandra',
    version: versions.cassandra,
    dependencies: [],
    ports: ['cassandra', 'cassandra-storage'],
    jmxPort: 'cassandra-jmx',
    startTimeoutMs: 180_000,
    stopTimeoutMs: 30_000,
  },
  kafka: {
    name: 'kafka',
    title: 'Kafka',
    version: versions.kafka,
    dependencies: [],
    ports: ['kafka', 'kafka-controller'],
    jmxPort: 'kafka-jmx',
    startTimeoutMs: 120_000,
    stopTimeoutMs: 30_000,
  },
  registry: {
    name: 'registry',
    title: 'Apicurio Registry',
    version: versions.registry,
    dependencies: [],
    ports: ['registry'],
    startTimeoutMs: 120_000,
    stopTimeoutMs: 15_000,
  },
  postgresql: {
    name: 'postgresql',
    title: 'PostgreSQL',
    version: versions.postgresql,
    dependencies: [],
    ports: ['postgresql'],
    startTimeoutMs: 60_000,
    stopTimeoutMs: 30_000,
  },
  vault: {
    name: 'vault',
    title: 'OpenBao',
    version: versions.vault,
    dependencies: [],
    ports: ['vault', 'vault-cluster'],
    startTimeoutMs: 60_000,
    stopTimeoutMs: 15_000,
  },
  connect: {
    name: 'connect',
    title: 'Kafka Connect',
    version: versions.connect,
    // Connectors that were deployed before start with the worker, and fail where their systems are not there yet.
    dependencies: ['cassandra', 'kafka', 'registry', 'postgresql'],
    ports: ['connect', 'source-health'],
    jmxPort: 'connect-jmx',
    startTimeoutMs: 180_000,
    stopTimeoutMs: 20_000,
  },
  alertmanager: {
    name: 'alertmanager',
    title: 'Alertmanager',
    version: versions.alertmanager,
    dependencies: [],
    ports: ['alertmanager'],
    startTimeoutMs: 30_000,
    stopTimeoutMs: 10_000,
  },
  prometheus: {
    name: 'prometheus',
    title: 'Prometheus',
    version: versions.prometheus,
    dependencies: [],
    ports: ['prometheus'],
    startTimeoutMs: 60_000,
    stopTimeoutMs: 30_000,
  },
  jaeger: {
    name: 'jaeger',
    title: 'Jaeger',
    version: versions.jaeger,
    dependencies: [],
    ports: ['jaeger', 'jaeger-otlp'],
    startTimeoutMs: 30_000,
    stopTimeoutMs: 10_000,
  },
  metrics: {
    name: 'metrics',
    title: 'cdcctl metrics serve',
    version: versions.metrics,
    // Its definition may refer to Vault, which it asks once.
    dependencies: ['cassandra', 'kafka', 'registry', 'postgresql', 'vault', 'connect'],
    ports: ['metrics'],
    startTimeoutMs: 60_000,
    stopTimeoutMs: 15_000,
  },
};

/** Services in an order in which they can be started one after the other. */
export const startOrder: ServiceName[] = [...serviceNames];

/** The services that a stack has, whether they can be run here or not. */
export function servicesOf({ observability = false }: { observability?: boolean }): ServiceName[] {
  return observability ? startOrder : [...systemNames];
}

/** `127.0.0.1:9042` of the port that clients use. */
export function addressOf(name: ServiceName, ports: StackPorts): string {
  return `127.0.0.1:${ports[services[name].ports[0]]}`;
}

/** The database that pipelines write to, and who owns it. */
export const databaseName = 'warehouse';
export const databaseUser = 'cdcctl';
/** Of cdcctl and the Connect worker, in Cassandra and Kafka, where a stack has TLS. */
export const loginName = 'cdcctl';
export const localDataCenter = 'datacenter1';
