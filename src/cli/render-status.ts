import { type ConnectorReport, type StatusReport } from '../deploy/status.js';
import { table } from '../output/table.js';

/** The status of a pipeline for people. */
export function renderStatus({ pipeline, connectors, agents, deadLetters, reconcileQueue }: StatusReport): string {
  const rows = connectors.map((connector) => [
    connector.name,
    connector.kind,
    connector.state,
    connector.tasks.map(({ id, state, worker }) => `${id} ${state} on ${worker}`).join(', ') || 'none',
    progressOf(connector),
  ]);
  const errors = connectors.flatMap(({ name, error, tasks }) =>
    [error, ...tasks.map((task) => task.error)].filter((one) => one !== undefined).map((one) => `${name}: ${one}`),
  );
  return [
    `pipeline ${pipeline}`,
    table(['connector', 'kind', 'state', 'tasks', 'progress'], rows),
    ...(agents.length === 0
      ? []
      : [`sources: agents on ${agents.join(', ')}, which Connect does not know (cdcctl lag tells how far they are)`]),
    `dead letters in PostgreSQL: ${deadLetters} (cdcctl dlq count has those of the topic too), keys to reconcile: ${reconcileQueue}`,
    ...errors,
  ].join('\n');
}

function progressOf({ positions, lagRecords }: ConnectorReport): string {
  if (lagRecords !== undefined) return `${lagRecords} records behind`;
  return positions.map(({ table: name, position }) => `${name} at ${position}`).join(', ');
}
