import { type Command, InvalidArgumentError, Option } from 'commander';
import { OperatorError } from '../errors.js';
import { type Consistency, consistencyLevels } from '../rows/consistency.js';
import { type TokenRange } from '../tables/token-ranges.js';
import { type Scope } from '../verify/report.js';
import { type VerifyOptions } from '../verify/verify.js';
import { collect } from './collect.js';
import { confirm } from './confirm.js';
import { type CliContext, type CommandRun } from './context.js';
import { type DefinitionFlags } from './definition-options.js';
import { parseDurationMs } from './duration.js';
import { parseCount } from './numbers.js';
import { parseTokenRange } from './token-range.js';

export interface VerifyFlags extends DefinitionFlags {
  table: string[];
  columns?: string[];
  whereToken?: TokenRange;
  sample?: number;
  seed: number;
  shard?: { index: number; count: number };
  record?: string;
  limit: number;
  maxWait: number;
  maxRowsPerSecond?: number;
  consistency: Consistency;
  repair: boolean;
  dryRun: boolean;
  deleteExtra: boolean;
  yes: boolean;
}

export function addVerifyOptions(command: Command): Command {
  return command
    .addOption(new Option('--table <name>', 'only this table (repeatable)').argParser(collect).default([], 'all'))
    .addOption(
      new Option('--columns <names>', 'only these columns beside the primary key, separated by commas').argParser(
        parseNames,
      ),
    )
    .addOption(
      new Option(
        '--where-token <after:to>',
        'only rows whose tokens are greater than the first and not than the second',
      )
        .argParser(parseTokenRange)
        .conflicts(['sample', 'shard']),
    )
    .addOption(
      new Option('--sample <percent>', 'only so many per cent of the rows, drawn at random')
        .argParser(parsePercent)
        .conflicts(['shard', 'record']),
    )
    .addOption(
      new Option('--seed <n>', 'of the sample: the same one draws the same rows').argParser(parseCount).default(1),
    )
    .addOption(
      new Option(
        '--record <file>',
        'note here where the run stands: an interrupted one goes on when it is started again',
      ),
    )
    .addOption(
      new Option('--shard <i/n>', 'read only the part i (from 1) of n into --record, for `verify merge`').argParser(
        parseShard,
      ),
    )
    .addOption(
      new Option('--limit <n>', 'differences to list for each table; all are counted')
        .argParser(parseCount)
        .default(100),
    )
    .addOption(
      new Option('--max-wait <duration>', 'time that a row on its way may take to arrive')
        .argParser(parseDurationMs)
        .default(10_000, '10s'),
    )
    .addOption(new Option('--max-rows-per-second <n>', 'rows to read from Cassandra at most').argParser(parseRate))
    .addOption(
      new Option('--consistency <level>', 'consistency level of the reads from Cassandra')
        .choices(consistencyLevels)
        .default('LOCAL_QUORUM'),
    )
    .addOption(
      new Option('--repair', 'write what Cassandra has to PostgreSQL, where it still holds what was compared')
        .default(false)
        .conflicts(['shard', 'columns']),
    )
    .addOption(new Option('--dry-run', 'with --repair: only say what would be written').default(false))
    .addOption(new Option('--delete-extra', 'with --repair: also delete rows that only PostgreSQL has').default(false))
    .addOption(new Option('--yes', 'with --delete-extra: do not ask').default(false));
}

/** What of the flags is the same for `verify` and `verify merge`. */
export async function verifyOptions(run: CommandRun, flags: VerifyFlags): Promise<VerifyOptions> {
  const { createPacer } = await import('../pacer.js');
  const { limit, maxWait, maxRowsPerSecond, consistency, repair, dryRun, deleteExtra } = flags;
  return {
    ...(flags.table.length === 0 ? {} : { tables: flags.table }),
    ...(flags.columns === undefined ? {} : { columns: flags.columns }),
    scope: scopeOf(flags),
    limit,
    maxWaitMs: maxWait,
    consistency,
    throttle:
      maxRowsPerSecond === undefined
        ? undefined
        : {
            rowsPerSecond: maxRowsPerSecond,
            pace: createPacer({ ratePerSecond: maxRowsPerSecond, signal: run.signal }),
          },
    repair: repair ? { dryRun, deleteExtra } : undefined,
    onProgress: run.progress,
    signal: run.signal,
  };
}

/** Asks before rows are deleted. */
export async function confirmDeletes(context: CliContext, flags: VerifyFlags): Promise<void> {
  if (!flags.deleteExtra || flags.dryRun || flags.yes) return;
  const question = 'Delete rows in PostgreSQL that Cassandra does not have?';
  if (await confirm(context, question)) return;
  throw new OperatorError({ kind: 'interrupted', message: 'not confirmed; nothing was changed' });
}

/** Flags that commander cannot check against each other. */
export function requireConsistentFlags({ repair, dryRun, deleteExtra, shard, record }: VerifyFlags): void {
  const problem =
    !repair && dryRun
      ? '--dry-run is for --repair'
      : !repair && deleteExtra
        ? '--delete-extra is for --repair'
        : shard !== undefined && record === undefined
          ? '--shard needs --record FILE, from which `cdcctl verify merge` takes what was read'
          : undefined;
  if (problem !== undefined) throw new OperatorError({ kind: 'invalid', message: problem });
}

function scopeOf({ whereToken, sample, seed, shard }: VerifyFlags): Scope | null {
  if (whereToken !== undefined) return { kind: 'tokens', after: String(whereToken.start), to: String(whereToken.end) };
  if (sample !== undefined) return { kind: 'sample', percent: sample, seed };
  return shard === undefined ? null : { kind: 'shard', ...shard };
}

function parseNames(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('names of columns, separated by commas: email,name.');
  return names;
}

function parsePercent(text: string): number {
  const percent = Number(/^(\d+(?:\.\d+)?)%?$/.exec(text)?.[1]);
  if (!(percent > 0 && percent <= 100)) throw new InvalidArgumentError('a number above 0 and up to 100: 5%.');
  return percent;
}

function parseRate(text: string): number {
  const rate = parseCount(text);
  if (rate === 0) throw new InvalidArgumentError('at least one row.');
  return rate;
}

function parseShard(text: string): { index: number; count: number } {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!(index >= 1 && index <= count))
    throw new InvalidArgumentError('the number of the shard, from 1, and how many there are: 3/8.');
  return { index, count };
}
