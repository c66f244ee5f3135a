import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type NamedConnector } from '../../tables/named-connectors.js';
import { type SinkTarget } from '../../deploy/operate/offsets/sink-target.js';
import { messageOf, OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { attach } from '../command.js';
import { type CliContext, type CommandRun } from '../context.js';
import { loadFromOptions } from '../definition-options.js';
import { parseCount } from '../numbers.js';
import { addSelectionOptions, type SelectionFlags, selectionOf } from '../operate/selection-options.js';
import { changeAll, type ChangeFlags, type ChangeResult, type PlannedOffsets, renderChange } from './change.js';
import { addChangeOptions } from './change-options.js';
import { nothingNamed } from './reset.js';

interface SetFlags extends SelectionFlags, ChangeFlags {
  to?: SinkTarget;
  toTime?: SinkTarget;
  from?: string;
  partition: number[];
}

export function setCommand(context: CliContext): Command {
  const command = addSelectionOptions(
    new Command('set').description('let sinks go on elsewhere, or put back offsets that were printed before'),
  )
    .addOption(new Option('--to <position>', 'earliest, latest or an offset').argParser(parseTarget).conflicts('from'))
    .addOption(
      new Option('--to-time <time>', 'the first record since this time, as ISO 8601')
        .argParser(parseTime)
        .conflicts(['to', 'from']),
    )
    .addOption(
      new Option('--partition <n>', 'only this partition (repeatable)')
        .argParser((text, previous: number[]) => [...previous, parseCount(text)])
        .default([], 'all'),
    )
    .option('--from <file>', 'what `offsets get`, `set` or `reset` has printed with -o json');
  return attach<SetFlags, ChangeResult>(addChangeOptions(command), context, {
    run: async (run, flags) => {
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      const planned =
        flags.from === undefined ? await fromTarget(pipelines, flags) : await fromFile(run, pipelines, flags.from);
      return { data: await changeAll(context, run, { planned, flags }) };
    },
    exitCodes: { finding: 'a connector is not there, or does not come back' },
    render: renderChange,
  });
}

async function fromTarget(pipelines: Pipeline[], flags: SetFlags): Promise<PlannedOffsets[]> {
  const { isEverything, selectConnectors } = await import('../../deploy/operate/connectors.js');
  const { connectorsOf } = await import('../../tables/named-connectors.js');
  const { sinkTargets } = await import('../../deploy/operate/offsets/sink-target.js');
  const { withKafkaAdmin } = await import('../../clients/kafka.js');
  const { to, toTime, partition: partitions } = flags;
  const target = to ?? toTime;
  if (target === undefined) {
    throw new OperatorError({
      kind: 'invalid',
      message: 'no position is given',
      hint: 'use --to, --to-time or --from',
    });
  }
  const selection = selectionOf(flags);
  if (isEverything(selection)) throw nothingNamed();
  const selected = selectConnectors(pipelines, selection);
  requireSinks(selected);
  const planned: PlannedOffsets[] = [];
  for (const pipeline of pipelines) {
    const own = connectorsOf(pipeline).filter(({ name }) => selected.some((one) => one.name === name));
    await withKafkaAdmin(pipeline.kafka, async (kafka) => {
      for (const connector of own) {
        planned.push({ connector, offsets: await sinkTargets(kafka, { connector, target, partitions }) });
      }
    });
  }
  return planned;
}

async function fromFile(run: CommandRun, pipelines: Pipeline[], file: string): Promise<PlannedOffsets[]> {
  const { connectorsOf } = await import('../../tables/named-connectors.js');
  const { savedOffsets } = await import('../../deploy/operate/offsets/saved.js');
  const text = await readFile(resolve(run.cwd, file), 'utf8').catch((error: unknown) => {
    throw new OperatorError({ kind: 'invalid', resource: file, message: messageOf(error), cause: error });
  });
  const saved = savedOffsets(text, file, pipelines.flatMap(connectorsOf));
  // Before the first commit there were none.
  return saved.map(({ connector, offsets }) => ({ connector, offsets: offsets.length === 0 ? undefined : offsets }));
}

function requireSinks(connectors: NamedConnector[]): void {
  const source = connectors.find(({ kind }) => kind === 'source');
  if (source === undefined) return;
  throw new OperatorError({
    kind: 'invalid',
    resource: source.name,
    message: 'a source reads commit logs, whose positions are no numbers that could be chosen',
    hint: 'put back what was saved with --from, or use `cdcctl offsets reset`',
  });
}

function parseTarget(text: string): SinkTarget {
  if (text === 'earliest' || text === 'latest') return text;
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return { offset: Number(text) };
  throw new InvalidArgumentError('use earliest, latest or an offset.');
}

function parseTime(text: string): SinkTarget {
  const since = new Date(text);
  if (Number.isNaN(since.getTime())) throw new InvalidArgumentError('a time is like 2026-01-31T12:00:00Z.');
  return { since };
}
