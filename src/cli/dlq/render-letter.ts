import { stringify } from 'lossless-json';
import { type LetterDetails } from '../../dead-letters/show-letter.js';
import { type Payload } from '../../dead-letters/payload.js';
import { table } from '../../output/table.js';
import { escapeInvisible, quoteWhereNeeded } from '../verify-report/quote.js';
import { type RowOnBothSides } from './both-sides.js';
import { keyText } from './list.js';

export interface ShownLetter {
  pipeline: string;
  letter: LetterDetails;
  /** The row as it is now; null where the event does not name one, and where a side cannot be read. */
  row: RowOnBothSides | null;
}

/** A letter for people. */
export function renderLetter({ letter, row }: ShownLetter): string {
  return [
    renderFields(letter),
    ...section('row, as it is now', row === null ? 'not known' : renderRow(row)),
    ...section('event', letter.event ?? 'none'),
    ...(letter.store === 'topic'
      ? [
          ...section('key', renderPayload(letter.recordKey)),
          ...section('value', renderPayload(letter.recordValue)),
          ...section('headers', renderMapping(letter.headers)),
        ]
      : []),
    ...(letter.trace === null ? [] : section('trace', letter.trace)),
  ].join('\n');
}

function renderFields(letter: LetterDetails): string {
  const fields: [string, string | number][] = [
    ['letter', letter.id],
    ['state', letter.state],
    ['table', letter.table ?? '?'],
    ['key', keyText(letter.key)],
    ['operation', letter.operation ?? '?'],
    ['written', letter.sourceTime ?? '?'],
    ['connector', letter.connector ?? 'none: the row was read from Cassandra'],
    ['stage', letter.stage],
    ['cause', letter.cause],
    ['error', `${letter.errorClass}: ${letter.message}`],
    ['attempts', letter.attempts],
    ['first seen', letter.firstSeen],
    ['last seen', letter.lastSeen],
  ];
  return fields.map(([name, value]) => `${name.padEnd(11)} ${escapeInvisible(String(value))}`).join('\n');
}

function renderRow({ inCassandra, inPostgresql, columns }: RowOnBothSides): string {
  if (!inCassandra && !inPostgresql) return 'gone from both sides';
  const cell = (isThere: boolean, value: string | null) =>
    !isThere ? '(no row)' : value === null ? 'null' : quoteWhereNeeded(value);
  return table(
    ['column', 'cassandra', 'written', 'postgresql', ''],
    columns.map(({ name, cassandra, writtenAt, postgresql }) => [
      name,
      cell(inCassandra, cassandra),
      writtenAt ?? '',
      cell(inPostgresql, postgresql),
      inCassandra === inPostgresql && cassandra === postgresql ? '' : 'differs',
    ]),
  );
}

function renderPayload(payload: Payload): string {
  if (payload === null) return 'null';
  if ('base64' in payload) return `in no wire format, base64: ${payload.base64}`;
  if ('data' in payload) return `schema ${payload.schemaId}: ${stringify(payload.data, undefined, 2)}`;
  return `schema ${payload.schemaId} cannot read it (${payload.problem}), base64: ${payload.payload}`;
}

function renderMapping(mapping: Record<string, string>): string {
  const entries = Object.entries(mapping);
  return entries.length === 0 ? 'none' : entries.map(([name, value]) => `${name}: ${value}`).join('\n');
}

function section(title: string, text: string): string[] {
  return ['', title, ...text.split('\n').map((line) => `  ${escapeInvisible(line.replace(/^\t/, '  '))}`)];
}
