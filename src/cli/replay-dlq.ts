import { Command, Option } from 'commander';
import { type LetterOutcome } from '../dead-letters/replay/outcomes.js';
import { type ReplayReport } from '../dead-letters/replay/replay.js';
import { exitCodes } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type Consistency, consistencyLevels } from '../rows/consistency.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { parseDurationMs } from './duration.js';
import { parseCount } from './numbers.js';
import { withOpenPipeline } from './open-pipeline.js';
import { editOptions, type EditFlags, splitSets } from './dlq/edit-options.js';
import { openResults } from './dlq/results-file.js';
import { type PipelineReplay, renderReplay } from './dlq/render-replay.js';
import {
  addSelectionOptions,
  requireSelection,
  selectionOf,
  type SelectionFlags,
  warnOfUnknownTables,
} from './dlq/selection-options.js';

interface ReplayFlags extends DefinitionFlags, SelectionFlags, EditFlags {
  all: boolean;
  limit?: number;
  dryRun: boolean;
  includeStale: boolean;
  discardStale: boolean;
  maxAttempts: number;
  rate?: number;
  consistency: Consistency;
  wait: boolean;
  timeout: number;
  results?: string;
}

/** Letters that a report names; --results has all. */
const mostNamed = 1000;

export function replayDlqCommand(context: CliContext): Command {
  const command = new Command('replay-dlq')
    .description(
      'put dead letters back where they came from, each once, and wait until they are applied; exit code 4 when some were not',
    )
    .option('--all', 'all open letters', false)
    .addOption(new Option('--limit <n>', 'letters to put back at most').argParser(parseCount))
    .addOption(new Option('--dry-run', 'only say what would go where').default(false))
    .addOption(
      new Option('--include-stale', 'also letters whose rows have moved on; Cassandra is not asked').default(false),
    )
    .addOption(
      new Option('--discard-stale', 'note letters whose rows have moved on as discarded')
        .default(false)
        .conflicts(['includeStale', 'dryRun']),
    )
    .addOption(
      new Option('--max-attempts <n>', 'skip letters that were put back so often').argParser(parseCount).default(3),
    )
    .addOption(new Option('--edit', 'edit the letters in $EDITOR first').default(false))
    .addOption(new Option('--jq <filter>', 'change each letter by a jq filter: .event.email.value |= ascii_downcase'))
    .addOption(new Option('--rebuild-value', 'make the values of records anew of their events').default(false))
    .addOption(new Option('--rate <n>', 'letters per second at most').argParser(parseCount))
    .addOption(
      new Option('--consistency <level>', 'consistency level at which Cassandra is asked what is stale')
        .choices(consistencyLevels)
        .default('LOCAL_QUORUM'),
    )
    .addOption(new Option('--no-wait', 'do not wait until the sinks have consumed what was sent'))
    .addOption(
      new Option('--timeout <time>', 'how long to wait for the sinks')
        .argParser(parseDurationMs)
        .default(300_000, '5m'),
    )
    .addOption(new Option('--results <file>', 'write what became of each letter to this file, as JSON lines'));
  addSelectionOptions(addDefinitionOptions(command));
  const set = command.options.find(({ long }) => long === '--set')!;
  set.description =
    'replace a field of the definition (spec.…) or of each letter (event.…, key.…, value.…); repeatable';
  return attach<ReplayFlags, { pipelines: PipelineReplay[] }>(command, context, {
    run: async (run, flags) => {
      requireSelection(selectionOf(run, flags), flags);
      const { definition } = splitSets(flags);
      const pipelines: PipelineReplay[] = [];
      await using results = await openResults(run, flags.results);
      const definitions = await loadFromOptions(run, { ...flags, set: definition }, context.stdin);
      warnOfUnknownTables(run, definitions, flags);
      for (const pipeline of definitions) {
        const letters: LetterOutcome[] = [];
        const report = await replayPipeline({ run, flags, pipeline }, (outcome) => {
          results.write({ pipeline: pipeline.name, ...outcome });
          if (outcome.outcome !== 'applied' && letters.length < mostNamed) letters.push(outcome);
        });
        warn(run, report);
        pipelines.push({ pipeline: pipeline.name, ...report, letters });
      }
      return { data: { pipelines }, exitCode: exitCodeOf(pipelines) };
    },
    render: ({ pipelines }) => pipelines.map(renderReplay).join('\n\n'),
  });
}

interface ReplayRequest {
  run: CommandRun;
  flags: ReplayFlags;
  pipeline: Pipeline;
}

async function replayPipeline(
  { run, flags, pipeline }: ReplayRequest,
  onOutcome: (outcome: LetterOutcome) => void,
): Promise<ReplayReport> {
  const { withLetterSystems } = await import('../dead-letters/systems.js');
  const { replayLetters } = await import('../dead-letters/replay/replay.js');
  const { createPacer } = await import('../pacer.js');
  const { driverConsistency } = await import('../rows/driver-consistency.js');
  const { rate, limit, wait, timeout, consistency, maxAttempts, includeStale, discardStale, dryRun } = flags;
  const edit = await editOptions({ run, flags, pipeline });
  return withOpenPipeline(pipeline, ({ tables, cassandra }) =>
    withLetterSystems(pipeline, (systems) =>
      replayLetters({
        ...{ systems, tables, cassandra, maxAttempts, includeStale, discardStale, dryRun, onOutcome },
        selection: selectionOf(run, flags),
        consistency: driverConsistency[consistency],
        pace: rate === undefined ? () => Promise.resolve() : createPacer({ ratePerSecond: rate, signal: run.signal }),
        timeoutMs: wait ? timeout : 0,
        editsAtOnce: flags.edit,
        told: flags.results === undefined ? { most: mostNamed, applied: false } : { most: Infinity, applied: true },
        onProgress: run.progress,
        now: run.now,
        signal: run.signal,
        ...(limit === undefined ? {} : { limit }),
        ...(rate === undefined ? {} : { rate }),
        ...(edit === undefined ? {} : { edit }),
      }),
    ),
  );
}

function warn({ output }: CommandRun, { interrupted, problem }: ReplayReport): void {
  for (const { replay, letters } of interrupted) {
    output.warn(`replay ${replay} was interrupted after it had put back ${letters} letters; this run goes on`);
  }
  if (problem !== undefined) output.warn(`the sinks do not go on: ${problem}`);
}

/** Letters that are not applied are no success, whatever the reason. */
function exitCodeOf(pipelines: PipelineReplay[]): number {
  const sum = (outcome: LetterOutcome['outcome']) =>
    pipelines.reduce((total, { counts }) => total + counts[outcome], 0);
  if (sum('pending') > 0) return exitCodes.unreachable;
  return sum('failed') + sum('skipped') > 0 ? exitCodes.partial : exitCodes.ok;
}
