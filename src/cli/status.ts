import { Command, Option } from 'commander';
import { type StatusReport } from '../deploy/status.js';
import { exitCodes } from '../errors.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { parseDurationMs } from './duration.js';
import { type OpenPipeline, withOpenPipeline } from './open-pipeline.js';
import { renderStatus } from './render-status.js';
import { watchStatus } from './watch-status.js';

interface StatusFlags extends DefinitionFlags {
  watch: boolean;
  interval: number;
}

export function statusCommand(context: CliContext): Command {
  const command = addDefinitionOptions(new Command('status').description('show connectors, tasks and offsets'))
    .option('-w, --watch', 'show it again and again, until interrupted; off a terminal only what has changed', false)
    .addOption(
      new Option('--interval <duration>', 'pause between two looks').argParser(parseDurationMs).default(2000, '2s'),
    );
  return attach<StatusFlags, { pipelines: StatusReport[] }>(command, context, {
    run: async (run, flags) => {
      const { pipelineStatus } = await import('../deploy/status.js');
      const opened: Pick<OpenPipeline, 'pipeline' | 'rendered'>[] = [];
      for (const pipeline of await loadFromOptions(run, flags, context.stdin)) {
        opened.push(await withOpenPipeline(pipeline, ({ rendered }) => Promise.resolve({ pipeline, rendered })));
      }
      const look = async () => {
        const pipelines: StatusReport[] = [];
        for (const { pipeline, rendered } of opened)
          pipelines.push(await pipelineStatus(pipeline, rendered, run.signal));
        return pipelines;
      };
      if (flags.watch) await watchStatus({ run, look, intervalMs: flags.interval });
      const pipelines = await look();
      const healthy = pipelines.every((pipeline) => pipeline.healthy);
      return { data: { pipelines }, exitCode: healthy ? exitCodes.ok : exitCodes.finding };
    },
    exitCodes: { finding: 'a connector or one of its tasks does not run' },
    render: ({ pipelines }) => pipelines.map(renderStatus).join('\n\n'),
  });
}
