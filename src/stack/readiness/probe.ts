import { type ServiceName, type StackPorts } from '../services.js';
import { probeCassandra } from './cassandra.js';
import { probeConnect, probeRegistry, probeVault } from './http.js';
import { probeKafka } from './kafka.js';
import { probePostgresql } from './postgresql.js';

export interface ProbeTarget {
  ports: StackPorts;
  postgresqlPassword: string;
}

const probes: Record<ServiceName, (target: ProbeTarget) => Promise<void>> = {
  cassandra: ({ ports }) => probeCassandra(ports.cassandra),
  kafka: ({ ports }) => probeKafka(ports.kafka),
  registry: ({ ports }) => probeRegistry(ports.registry),
  postgresql: ({ ports, postgresqlPassword }) =>
    probePostgresql({ port: ports.postgresql, password: postgresqlPassword }),
  vault: ({ ports }) => probeVault(ports.vault),
  connect: ({ ports }) => probeConnect(ports.connect),
};

/** Uses a service as its clients do; rejects within seconds when it does not answer rightly. */
export function probeService(name: ServiceName, target: ProbeTarget): Promise<void> {
  return probes[name](target);
}

/** Drivers append whole objects to their messages. */
export function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
