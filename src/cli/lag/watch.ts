import { type LagReport } from '../../lag/report.js';
import { type Envelope } from '../../output/envelope.js';
import { liveView } from '../../output/live.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { type CommandRun } from '../context.js';
import { LagHistory } from './history.js';
import { recordLine, renderLag } from './render-lag.js';

/** Shows each look at the pipelines: on a terminal in one place with graphs, elsewhere as a line. */
export async function watchPipelines(run: CommandRun, pipelines: Pipeline[], intervalMs: number): Promise<never> {
  const { watchLag } = await import('../../lag/measure.js');
  const show = shower(run);
  const { signal, now } = run;
  await Promise.all(
    pipelines.map(async (pipeline) => {
      for await (const report of watchLag({ pipeline, intervalMs, signal, now })) await show(report);
    }),
  );
  throw new Error('a watch has no end');
}

function shower({ output }: CommandRun): (report: LagReport) => Promise<void> {
  const live = liveView(output);
  if (live === undefined) {
    const isRecord = output.options.format === 'table';
    return (report) => output.line(isRecord ? recordLine(report) : envelopeLine(report));
  }
  const shown = new Map<string, { report: LagReport; history: LagHistory }>();
  return (report) => {
    const history = shown.get(report.pipeline)?.history ?? new LagHistory();
    history.add(report);
    shown.set(report.pipeline, { report, history });
    live([...shown.values()].map((one) => `${renderLag(one.report)}\n\n${one.history.render()}`).join('\n\n'));
    return Promise.resolve();
  };
}

/** One line of JSON lines, in the shape of every command; YAML has it, too. */
function envelopeLine(report: LagReport): string {
  const envelope: Envelope<{ pipelines: LagReport[] }> = {
    ...{ schemaVersion: 1, command: 'lag', ok: report.verdict.status === 'OK' },
    ...{ data: { pipelines: [report] }, warnings: [], error: null },
  };
  return JSON.stringify(envelope);
}
