import { versions } from './artifacts.js';

export const serviceNames = ['cassandra', 'kafka', 'registry', 'postgresql', 'vault', 'connect'] as const;
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
    startTimeoutMs: 180_000,
    stopTimeoutMs: 30_000,
  },
  kafka: {
    name: 'kafka',
    title: 'Kafka',
    version: versions.kafka,
    dependencies: [],
    ports: ['kafka', 'kafka-controller'],
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
    startTimeoutMs: 180_000,
    stopTimeoutMs: 20_000,
  },
};

/** Services in an order in which they can be started one after the other. */
export const startOrder: ServiceName[] = [...serviceNames];

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
