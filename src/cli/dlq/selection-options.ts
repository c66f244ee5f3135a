import { type Command, InvalidArgumentError, Option } from 'commander';
import { letterStates, type LetterState } from '../../dead-letters/letter.js';
import { choosesAll, type LetterRange, parseLetterRange, type Selection } from '../../dead-letters/selection.js';
import { OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { collect } from '../collect.js';
import { type CommandRun } from '../context.js';
import { parseDurationMs } from '../duration.js';

/** Flags that say which dead letters are meant. */
export interface SelectionFlags {
  table: string[];
  cause: string[];
  stage: string[];
  since?: Moment;
  until?: Moment;
  letter: LetterRange[];
  key: [string, string][];
}

/** A time, or how long ago. */
type Moment = { at: Date } | { agoMs: number };

export function addSelectionOptions(command: Command): Command {
  return command
    .addOption(new Option('--table <name>', 'letters of this table (repeatable)').argParser(collect).default([], 'all'))
    .addOption(
      new Option('--cause <cause>', 'letters of this cause, as cdcctl dlq list names it (repeatable)')
        .argParser((text, previous: string[] = []) => [...previous, causeText(text)])
        .default([], 'all'),
    )
    .addOption(
      new Option('--stage <stage>', 'letters that failed there: VALUE_CONVERTER, TRANSFORMATION, MERGE… (repeatable)')
        .argParser(collect)
        .default([], 'all'),
    )
    .addOption(new Option('--since <time>', 'failed since then: 2h, 3d, or an ISO 8601 time').argParser(parseMoment))
    .addOption(new Option('--until <time>', 'failed until then').argParser(parseMoment))
    .addOption(
      new Option('--letter <id>', 'one letter, or a range of offsets: topic/partition/10..20 (repeatable)')
        .argParser((text, previous: LetterRange[] = []) => [...previous, letterRange(text)])
        .default([], 'all'),
    )
    .addOption(
      new Option('--key <column=value>', 'letters of this row, the value as the event has it (repeatable)')
        .argParser((text, previous: [string, string][] = []) => [...previous, keyValue(text)])
        .default([], 'all'),
    );
}

export function addStateOption(command: Command): Command {
  return command.addOption(
    new Option('--state <state>', 'letters in this state').choices([...letterStates, 'all']).default('open'),
  );
}

export function statesOfFlag(state: LetterState | 'all'): readonly LetterState[] {
  return state === 'all' ? letterStates : [state];
}

/** Letters of a table that was taken out of the definition are still there: naming one is no mistake for sure. */
export function warnOfUnknownTables({ output }: CommandRun, pipelines: Pipeline[], { table }: SelectionFlags): void {
  const known = pipelines.flatMap(({ tables }) => tables.map(({ name }) => name));
  const unknown = table.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    output.warn(`no pipeline has the table ${unknown.join(', ')}; there are: ${known.join(', ')}`);
}

export function selectionOf(run: CommandRun, flags: SelectionFlags): Selection {
  const timeOf = (moment: Moment) => ('at' in moment ? moment.at : new Date(run.now().getTime() - moment.agoMs));
  return {
    tables: flags.table,
    causes: flags.cause,
    stages: flags.stage.map((stage) => stage.toUpperCase()),
    letters: flags.letter,
    key: Object.fromEntries(flags.key),
    ...(flags.since === undefined ? {} : { since: timeOf(flags.since) }),
    ...(flags.until === undefined ? {} : { until: timeOf(flags.until) }),
  };
}

/** @throws OperatorError (invalid) where nothing says which letters are meant, so that none is changed by accident */
export function requireSelection(selection: Selection, { all }: { all: boolean }): void {
  if (all || !choosesAll(selection)) return;
  throw new OperatorError({
    kind: 'invalid',
    message: 'nothing says which dead letters are meant',
    hint: 'choose by --cause, --table, --stage, --since, --until, --letter or --key, or give --all',
  });
}

function parseMoment(text: string): Moment {
  const time = Date.parse(text);
  if (/^\d{4}-/.test(text) && !Number.isNaN(time)) return { at: new Date(time) };
  try {
    return { agoMs: parseDurationMs(text) };
  } catch {
    throw new InvalidArgumentError('give how long ago (90s, 2h, 3d), or a time such as 2026-03-01T12:00:00Z.');
  }
}

/** The start of a cause is enough, but an empty one, of a variable that is not set, would be the start of all. */
function causeText(text: string): string {
  if (/^[0-9a-f]{4,8}$/.test(text)) return text;
  throw new InvalidArgumentError('give the eight digits that cdcctl dlq list prints, or four of them at least.');
}

function letterRange(text: string): LetterRange {
  const range = parseLetterRange(text);
  if (range !== undefined) return range;
  throw new InvalidArgumentError('give topic/partition/offset, topic/partition/from..to or dead_letters/number.');
}

function keyValue(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) throw new InvalidArgumentError('give a column and its value: user_id=17.');
  return [text.slice(0, equals), text.slice(equals + 1)];
}
