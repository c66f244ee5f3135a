import { type StackAddresses } from '../addresses.js';
import { type ServiceName } from '../services.js';
import { probeCassandra } from './cassandra.js';
import { probeConnect, probeJaeger, probeMetrics, probeReady, probeRegistry, probeVault } from './http.js';
import { probeKafka } from './kafka.js';
import { probePostgresql } from './postgresql.js';

const probes: Record<ServiceName, (addresses: StackAddresses) => Promise<void>> = {
  cassandra: ({ cassandra }) => probeCassandra(cassandra),
  kafka: ({ kafka }) => probeKafka(kafka),
  registry: ({ registry }) => probeRegistry(registry),
  postgresql: ({ postgresql }) => probePostgresql(postgresql),
  vault: ({ vault }) => probeVault(vault),
  connect: ({ connect }) => probeConnect(connect),
  alertmanager: ({ alertmanager }) => probeReady(alertmanager),
  prometheus: ({ prometheus }) => probeReady(prometheus),
  jaeger: ({ jaeger }) => probeJaeger(jaeger),
  metrics: ({ metrics }) => probeMetrics(metrics),
};

/** Uses a service as its clients do; rejects within seconds when it does not answer rightly. */
export function probeService(name: ServiceName, addresses: StackAddresses): Promise<void> {
  return probes[name](addresses);
}

/** Drivers append whole objects to their messages. */
export function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
