import { type HttpAddress, httpClient } from '../../clients/http.js';

const timeoutMs = 5000;

const neededPlugins = [
  'io.debezium.connector.cassandra.Cassandra4Connector',
  'io.debezium.connector.jdbc.JdbcSinkConnector',
];

export async function probeRegistry(address: HttpAddress): Promise<void> {
  await getJson({ ...address, url: new URL(address.url).origin }, '/health/ready');
  await getJson(address, '/subjects');
}

/** Initialised and not sealed: everything else is answered with another status. */
export async function probeVault(address: HttpAddress): Promise<void> {
  await getJson(address, '/v1/sys/health');
}

export async function probeReady(address: HttpAddress): Promise<void> {
  await getJson(address, '/-/ready');
}

export async function probeJaeger(address: HttpAddress): Promise<void> {
  await getJson(address, '/api/services');
}

/** It has read all parts once, whether they answer or not. */
export async function probeMetrics(address: HttpAddress): Promise<void> {
  await getJson(address, '/metrics');
}

/** The worker lists both connectors and answers for its group. */
export async function probeConnect(address: HttpAddress): Promise<void> {
  const plugins = (await getJson(address, '/connector-plugins')) as { class: string }[];
  const missing = neededPlugins.filter((needed) => !plugins.some((plugin) => plugin.class === needed));
  if (missing.length > 0) throw new Error(`the worker has no plugin ${missing.join(', ')}`);
  await getJson(address, '/connectors');
}

async function getJson(address: HttpAddress, path: string): Promise<unknown> {
  const client = httpClient({ address, system: address.url, field: 'the ports', tlsField: 'its TLS', timeoutMs });
  return (await client.get<unknown>(path)).data;
}
