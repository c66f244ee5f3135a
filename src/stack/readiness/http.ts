const timeoutMs = 5000;

const neededPlugins = [
  'io.debezium.connector.cassandra.Cassandra4Connector',
  'io.debezium.connector.jdbc.JdbcSinkConnector',
];

export async function probeRegistry(port: number): Promise<void> {
  await getJson(`http://127.0.0.1:${port}/health/ready`);
  await getJson(`http://127.0.0.1:${port}/apis/ccompat/v7/subjects`);
}

/** Initialised and not sealed: everything else is answered with another status. */
export async function probeVault(port: number): Promise<void> {
  await getJson(`http://127.0.0.1:${port}/v1/sys/health`);
}

/** The worker lists both connectors and answers for its group. */
export async function probeConnect(port: number): Promise<void> {
  const plugins = (await getJson(`http://127.0.0.1:${port}/connector-plugins`)) as { class: string }[];
  const missing = neededPlugins.filter((needed) => !plugins.some((plugin) => plugin.class === needed));
  if (missing.length > 0) throw new Error(`the worker has no plugin ${missing.join(', ')}`);
  await getJson(`http://127.0.0.1:${port}/connectors`);
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  const body = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return JSON.parse(body) as unknown;
}
