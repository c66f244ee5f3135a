import { type Check, warn } from '../check.js';
import { ConnectClient } from '../clients/connect.js';
import { withCassandra } from '../clients/cassandra.js';
import { withKafkaAdmin } from '../clients/kafka.js';
import { withPostgres } from '../clients/postgres.js';
import { RegistryClient } from '../clients/registry.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { renderPipeline } from '../render/render.js';
import { type RenderedPipeline } from '../render/rendered.js';
import { readReplicatedTables } from '../tables/read-replicated-tables.js';
import { capturedTables, checkAgentTopics, uncheckedAgents } from './agents.js';
import { attempt } from './attempt.js';
import { checkTables } from './cassandra.js';
import { checkCommitLog } from './commit-log.js';
import { checkConnect } from './connect.js';
import { checkTopics } from './kafka.js';
import { checkSchemas } from './postgresql.js';
import { checkSubjects } from './registry.js';

/** Looks at all the systems of a pipeline, whether or not it is deployed; a system that fails does not hide the others. */
export async function checkPipeline(pipeline: Pipeline, signal?: AbortSignal): Promise<Check[]> {
  let rendered: RenderedPipeline | undefined;
  let captured: string[] = [];
  const tables = await attempt('Cassandra', () =>
    withCassandra(pipeline.cassandra, async (client) => {
      const checks = await checkTables(client, pipeline);
      if (checks.some(({ result }) => result === 'fail')) return checks;
      rendered = renderPipeline(pipeline, await readReplicatedTables(client, pipeline));
      if (rendered.agents.length > 0) captured = await capturedTables(client);
      return [...checks, ...rendered.hazards.map((hazard) => warn('hazard', hazard, 'docs/limits.md'))];
    }),
  );
  const postgresql = await attempt('PostgreSQL', () =>
    withPostgres(pipeline.postgresql, (postgres) => checkSchemas(postgres, pipeline)),
  );
  const disks = (await Promise.all(pipeline.source.nodes.map(checkCommitLog))).flat();
  const others = rendered === undefined ? [] : await checkRendered({ pipeline, rendered, captured, signal });
  return [...tables, ...disks, ...postgresql, ...others];
}

interface RenderedChecks {
  pipeline: Pipeline;
  rendered: RenderedPipeline;
  /** What agents read; none where there are no agents. */
  captured: string[];
  signal: AbortSignal | undefined;
}

/** What depends on the tables. */
async function checkRendered({ pipeline, rendered, captured, signal }: RenderedChecks): Promise<Check[]> {
  const checks = [
    ...uncheckedAgents(rendered),
    ...(await attempt('Kafka', () =>
      withKafkaAdmin(pipeline.kafka, async (kafka) => [
        ...(await checkTopics(kafka, rendered)),
        ...(await checkAgentTopics(kafka, { pipeline, rendered, captured })),
      ]),
    )),
    ...(rendered.subjects.length === 0
      ? []
      : await attempt('schema registry', () => checkSubjects(new RegistryClient(pipeline.schemaRegistry), rendered))),
  ];
  for (const url of new Set(rendered.connectors.map((connector) => connector.url))) {
    const connectors = rendered.connectors.filter((connector) => connector.url === url);
    checks.push(
      ...(await attempt('Kafka Connect', () =>
        checkConnect(new ConnectClient({ ...pipeline.connect, url }, signal), connectors),
      )),
    );
  }
  return checks;
}
