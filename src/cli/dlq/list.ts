import { Command, Option } from 'commander';
import { type LetterState } from '../../dead-letters/letter.js';
import { type LetterList } from '../../dead-letters/list-letters.js';
import { table } from '../../output/table.js';
import { attach } from '../command.js';
import { type CliContext } from '../context.js';
import { addDefinitionOptions, type DefinitionFlags } from '../definition-options.js';
import { parseCount } from '../numbers.js';
import { escapeInvisible } from '../verify-report/quote.js';
import { letterLists } from './letter-lists.js';
import { addSelectionOptions, addStateOption, type SelectionFlags, statesOfFlag } from './selection-options.js';

interface ListFlags extends DefinitionFlags, SelectionFlags {
  state: LetterState | 'all';
  all: boolean;
  limit: number;
}

export function listCommand(context: CliContext): Command {
  const command = new Command('list')
    .description('what has failed, by cause and table; with --all letter by letter, the newest first')
    .option('--all', 'list letters, not causes', false)
    .addOption(new Option('--limit <n>', 'letters to list at most').argParser(parseCount).default(100));
  addStateOption(addSelectionOptions(addDefinitionOptions(command)));
  return attach<ListFlags, { pipelines: LetterList[] }>(command, context, {
    run: async (run, flags) => {
      const wanted = { states: statesOfFlag(flags.state), rows: flags.all ? flags.limit : 0 };
      return { data: { pipelines: await letterLists({ run, context, flags }, wanted) } };
    },
    render: ({ pipelines }, _, { all }) =>
      pipelines.map((list) => (all ? renderLetters(list) : renderGroups(list))).join('\n\n'),
  });
}

function renderGroups({ pipeline, letters, groups }: LetterList): string {
  if (letters === 0) return `${pipeline}: no dead letters`;
  const rows = groups.map((group) => [
    group.cause,
    group.table ?? '?',
    group.stage,
    group.letters,
    group.attempts,
    seconds(group.firstSeen),
    seconds(group.lastSeen),
    group.example,
    shortened(`${shortClass(group.errorClass)}: ${group.message}`),
  ]);
  return table(['cause', 'table', 'stage', 'letters', 'attempts', 'first', 'last', 'example', 'error'], rows);
}

function renderLetters({ pipeline, letters, rows }: LetterList): string {
  if (letters === 0) return `${pipeline}: no dead letters`;
  const cells = rows.map((letter) => [
    letter.id,
    letter.table ?? '?',
    keyText(letter.key),
    letter.operation ?? '?',
    letter.sourceTime === null ? '?' : seconds(letter.sourceTime),
    letter.cause,
    letter.attempts,
    seconds(letter.lastSeen),
    letter.state,
    shortened(letter.message),
  ]);
  const head = ['letter', 'table', 'key', 'operation', 'written', 'cause', 'attempts', 'failed', 'state', 'error'];
  const left = letters - rows.length;
  return `${table(head, cells)}${left > 0 ? `\n… and ${left} older ones: --limit lists more, cdcctl dlq export has all` : ''}`;
}

export function keyText(key: Record<string, string | null> | null): string {
  if (key === null) return '?';
  return Object.entries(key)
    .map(([column, value]) => `${column}=${escapeInvisible(value ?? 'null')}`)
    .join(' ');
}

function seconds(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z');
}

function shortClass(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function shortened(text: string): string {
  const line = escapeInvisible(text.replace(/\s+/g, ' '));
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}
