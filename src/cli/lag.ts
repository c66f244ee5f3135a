import { Command, Option } from 'commander';
import { OperatorError } from '../errors.js';
import { type ProbeReport } from '../lag/probe/probe.js';
import { type LagReport } from '../lag/report.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { parseDurationMs } from './duration.js';
import { type Bounds, exceeded, lagExitCode, lagExitCodes } from './lag/exit-code.js';
import { addKeyValue, probeExitCode, type ProbeFlags, probePipelines, renderProbe } from './lag/probe.js';
import { lagFormats } from './lag/page.js';
import { renderLag } from './lag/render-lag.js';
import { watchPipelines } from './lag/watch.js';
import { parseCount } from './numbers.js';

interface LagFlags extends DefinitionFlags, Bounds, Omit<ProbeFlags, 'probe'> {
  sample: number;
  watch: boolean;
  interval: number;
  waitCaughtUp: boolean;
  probe?: string;
}

interface LagResult {
  pipelines: LagReport[];
  /** The rows of --probe. */
  probes: ProbeReport[];
}

export function lagCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('lag').description(
      'how far behind, where, why, and for how long it is safe: from the commit log to the row',
    ),
  )
    .addOption(
      new Option('--sample <duration>', 'how long to look for rates and states; 0s takes one reading')
        .argParser(parseDurationMs)
        .default(3000, '3s'),
    )
    .addOption(new Option('--max-seconds <n>', 'exit with 3 if more is behind').argParser(parseCount))
    .addOption(new Option('--max-records <n>', 'exit with 3 if more is behind').argParser(parseCount))
    .addOption(new Option('--watch', 'go on looking, until interrupted, also while parts are away').default(false))
    .addOption(
      new Option('--interval <duration>', 'pause between two looks with --watch')
        .argParser(parseDurationMs)
        .default(2000, '2s'),
    )
    .addOption(
      new Option('--wait-caught-up', 'wait until all that was written is in PostgreSQL; writers must have stopped')
        .default(false)
        .conflicts('watch'),
    )
    .addOption(
      new Option('--timeout <duration>', 'bound of --wait-caught-up and --probe; exit code 5 when it is over')
        .argParser(parseDurationMs)
        .default(300_000, '5m'),
    )
    .addOption(
      new Option('--probe <table>', 'write a row that was not there, time it on its way, and remove it').conflicts([
        'watch',
        'waitCaughtUp',
      ]),
    )
    .addOption(
      new Option('--key <column=value>', 'of the row of --probe; made where it is not given (repeatable)')
        .argParser(addKeyValue)
        .default(new Map<string, string>(), 'made'),
    );
  return attach<LagFlags, LagResult>(command, context, {
    run: async (run, flags) => {
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      if (flags.watch && flags.output === 'html') throw noLivePage();
      if (flags.watch) return watchPipelines(run, pipelines, flags.interval);
      const { probe } = flags;
      const probes = probe === undefined ? [] : await probePipelines(run, pipelines, { ...flags, probe });
      const reports = await (flags.waitCaughtUp ? waitFor : measure)(run, pipelines, flags);
      for (const report of reports) {
        for (const one of exceeded(report, flags))
          run.output.warn(`${report.pipeline}: ${one}`, { pipeline: report.pipeline });
      }
      return { data: { pipelines: reports, probes }, exitCode: probeExitCode(probes) || lagExitCode(reports, flags) };
    },
    exitCodes: lagExitCodes,
    formats: lagFormats,
    render: ({ pipelines, probes }) => {
      const lagOf = (name: string) => pipelines.find(({ pipeline }) => pipeline === name);
      const shown =
        probes.length > 0 ? probes.map((one) => renderProbe(one, lagOf(one.pipeline))) : pipelines.map(renderLag);
      return shown.join('\n\n');
    },
  });
}

function noLivePage(): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    message: 'a page in a file does not change, and --watch does not end',
    hint: 'cdcctl metrics serve shows a page that follows',
  });
}

async function measure(run: CommandRun, pipelines: Pipeline[], flags: LagFlags): Promise<LagReport[]> {
  const { measureLag } = await import('../lag/measure.js');
  const { signal, now } = run;
  return Promise.all(pipelines.map((pipeline) => measureLag({ pipeline, sampleMs: flags.sample, signal, now })));
}

async function waitFor(run: CommandRun, pipelines: Pipeline[], flags: LagFlags): Promise<LagReport[]> {
  const { waitUntilCaughtUp } = await import('../lag/caught-up.js');
  const { progress: onProgress, signal, now } = run;
  return Promise.all(
    pipelines.map((pipeline) => waitUntilCaughtUp({ pipeline, timeoutMs: flags.timeout, onProgress, signal, now })),
  );
}
