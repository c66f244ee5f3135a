import { type Client } from 'cassandra-driver';
import { type Admin } from 'kafkajs';
import { type Check, warn } from '../check.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type RenderedPipeline } from '../render/rendered.js';

/** `keyspace.table` of all tables whose changes an agent on the node reads, those of other pipelines among them. */
export async function capturedTables(client: Client): Promise<string[]> {
  const { rows } = await client.execute('SELECT keyspace_name, table_name, cdc FROM system_schema.tables');
  return rows.filter(({ cdc }) => cdc === true).map((row) => `${row.keyspace_name}.${row.table_name}`);
}

/** Nobody but their nodes tells of agents. */
export function uncheckedAgents({ name, agents }: RenderedPipeline): Check[] {
  return agents.map(({ node }) =>
    warn(`agent of ${node}`, 'not looked at: it runs on its node', `there: systemctl status ${name}-agent`),
  );
}

/** Topics that an agent would wait for, and send nothing meanwhile, where the brokers do not make them. */
export async function checkAgentTopics(
  kafka: Admin,
  { pipeline, rendered, captured }: { pipeline: Pipeline; rendered: RenderedPipeline; captured: string[] },
): Promise<Check[]> {
  const known = new Set([...(await kafka.listTopics()), ...rendered.topics.map(({ name }) => name)]);
  const missing = captured.map((table) => `${pipeline.source.topicPrefix}.${table}`).filter((name) => !known.has(name));
  return missing.map((name) =>
    warn(
      `topic ${name}`,
      'is not there: an agent waits for it, and sends no other changes, unless the brokers make it',
      'make it, or set cdc = false on its table',
    ),
  );
}
