import { type Client } from 'pg';
import { readByCursor } from '../clients/postgres.js';
import { sinkConnectorName } from '../tables/names.js';
import { causeOf } from './cause.js';
import { EventDescription } from './event.js';
import { ledgerNames } from './ledger.js';
import { type LetterState, type StoredLetter } from './letter.js';
import { type LetterContext } from './topic-letter.js';

interface RefusedRow {
  table_name: string;
  topic: string;
  partition: number | null;
  offset: string | null;
  key: Record<string, unknown> | null;
  sqlstate: string;
  message: string;
  event: string | null;
  received_at: Date;
  letter: string;
  failure: number;
  first_seen: Date;
  outcome: LetterState | null;
}

/** What PostgreSQL has refused until now, in the order of the letters, with the state of each. */
export async function* readRefused(
  client: Client,
  context: LetterContext,
): AsyncGenerator<{ stored: StoredLetter; state: LetterState }[]> {
  const rows = readByCursor<RefusedRow>(client, `SELECT * FROM ${ledgerNames(context.pipeline).refusedLetters}`);
  for await (const part of rows) {
    yield part.map((row) => ({ stored: letterOfRow(row, context), state: row.outcome ?? 'open' }));
  }
}

function letterOfRow(row: RefusedRow, { pipeline, keyColumns }: LetterContext): StoredLetter {
  const hasOrigin = row.partition !== null && row.offset !== null;
  const settings = pipeline.tables.find(({ name }) => name === row.table_name);
  const failure = { stage: 'MERGE', errorClass: row.sqlstate, message: row.message };
  const described = new EventDescription(row.event, keyColumns.get(row.table_name));
  return {
    store: 'table',
    event: row.event,
    letter: {
      id: row.letter,
      store: 'table',
      table: row.table_name,
      key: described.key() ?? keyOf(row.key),
      operation: described.operation(),
      sourceTime: described.sourceTime(),
      origin: hasOrigin ? { topic: row.topic, partition: row.partition!, offset: Number(row.offset) } : null,
      ...failure,
      connector: hasOrigin && settings !== undefined ? sinkConnectorName(pipeline, settings) : null,
      cause: causeOf(failure).cause,
      attempts: row.failure,
      firstSeen: row.first_seen.toISOString(),
      lastSeen: row.received_at.toISOString(),
    },
  };
}

function keyOf(key: Record<string, unknown> | null): Record<string, string | null> | null {
  if (key === null || Object.values(key).every((value) => value === null)) return null;
  const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return Object.fromEntries(Object.entries(key).map(([name, value]) => [name, value === null ? null : textOf(value)]));
}
