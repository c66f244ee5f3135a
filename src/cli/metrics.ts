import { Command, InvalidArgumentError, Option } from 'commander';
import { type VerifiedTable } from '../lag/metrics/gauges.js';
import { attach } from './command.js';
import { collect } from './collect.js';
import { type CliContext } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { parseDurationMs } from './duration.js';

interface ServeFlags extends DefinitionFlags {
  listen: { host: string; port: number };
  interval: number;
  verifyRecord: string[];
}

export function metricsCommand(context: CliContext): Command {
  const command = new Command('metrics').description('figures of pipelines for Prometheus, and for people');
  return command.addCommand(serveCommand(context));
}

function serveCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('serve').description(
      'serve what `lag` tells at /metrics, and as a page at /, until SIGTERM; also while parts are away',
    ),
  )
    .addOption(
      new Option('--listen <host:port>', 'where; everybody who can reach it can read it')
        .argParser(parseListen)
        .default({ host: '127.0.0.1', port: 9464 }, '127.0.0.1:9464'),
    )
    .addOption(
      new Option('--interval <duration>', 'pause between two readings').argParser(parseDurationMs).default(5000, '5s'),
    )
    .addOption(
      new Option('--verify-record <file>', 'what `verify --record` writes; its results are served (repeatable)')
        .argParser(collect)
        .default([], 'none'),
    );
  return attach<ServeFlags, null>(command, context, {
    run: async (run, flags) => {
      const { serveMetrics } = await import('../lag/metrics/serve.js');
      const { renderLivePage } = await import('./lag/page.js');
      const { RunRecord } = await import('../verify/runs/run-record.js');
      const verified = (): VerifiedTable[] =>
        flags.verifyRecord.flatMap((file) => {
          const record = RunRecord.read(file);
          return (record?.reports() ?? []).map(({ pipeline, table, verdict, differenceCount }) => ({
            ...{ pipeline, table, verdict, differences: differenceCount, startedMs: Date.parse(record!.startedAt) },
          }));
        });
      await serveMetrics({
        pipelines: await loadFromOptions(run, flags, context.stdin),
        ...flags.listen,
        intervalMs: flags.interval,
        verified,
        page: renderLivePage,
        onListening: (url) => run.output.log('info', `serving ${url}`),
        onProblem: (message) => run.output.log('warn', message),
        signal: run.signal,
        now: run.now,
      });
      return { data: null };
    },
    render: () => '',
  });
}

function parseListen(text: string): ServeFlags['listen'] {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) {
    throw new InvalidArgumentError('an address is given as host:port: 127.0.0.1:9464, 0.0.0.0:9464.');
  }
  return { host, port: Number(port) };
}
