import { Command } from 'commander';
import { type ConnectorReport, type StatusReport } from '../deploy/status.js';
import { exitCodes } from '../errors.js';
import { table } from '../output/table.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { withOpenPipeline } from './open-pipeline.js';

export function statusCommand(context: CliContext): Command {
  const command = addDefinitionOptions(new Command('status').description('show connectors, tasks and offsets'));
  return attach<DefinitionFlags, { pipelines: StatusReport[] }>(command, context, {
    run: async (run, options) => {
      const { pipelineStatus } = await import('../deploy/status.js');
      const pipelines: StatusReport[] = [];
      for (const pipeline of await loadFromOptions(run, options, context.stdin)) {
        pipelines.push(
          await withOpenPipeline(pipeline, ({ rendered }) => pipelineStatus(pipeline, rendered, run.signal)),
        );
      }
      const healthy = pipelines.every((pipeline) => pipeline.healthy);
      return { data: { pipelines }, exitCode: healthy ? exitCodes.ok : exitCodes.finding };
    },
    exitCodes: { finding: 'a connector or one of its tasks does not run' },
    render: ({ pipelines }) => pipelines.map(renderStatus).join('\n\n'),
  });
}

function renderStatus({ pipeline, connectors, deadLetters, reconcileQueue }: StatusReport): string {
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
    `dead letters in PostgreSQL: ${deadLetters} (cdcctl dlq count has those of the topic too), keys to reconcile: ${reconcileQueue}`,
    ...errors,
  ].join('\n');
}

function progressOf({ positions, lagRecords }: ConnectorReport): string {
  if (lagRecords !== undefined) return `${lagRecords} records behind`;
  return positions.map(({ table: name, position }) => `${name} at ${position}`).join(', ');
}
