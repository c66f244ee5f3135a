import { type Client } from 'pg';
import { partitionLockSql } from '../../render/postgresql/merge.js';
import { bookkeepingColumns, cellTs, sqlNames } from '../../render/postgresql/sql.js';
import { changeToward } from '../../rows/change-toward.js';
import { type KnownRow } from '../../rows/known-rows.js';
import { isDataError } from '../../rows/merge-changes.js';
import { type TimedRow } from '../../rows/timed-rows.js';
import { inYieldingTransaction } from '../../rows/yielding-transaction.js';
import { RecordWriter } from '../../tables/canonical/record.js';
import { quoteSql } from '../../tables/names.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../../tables/replicated-table.js';
import { fromLiteral } from '../../tables/type-override.js';
import { type BothSides } from '../both-sides.js';
import { type RowPair } from '../differences/looks.js';
import { recordSql } from '../postgresql/row-sql.js';
import { type RepairOutcome } from '../report.js';

export interface Replacement {
  pair: RowPair;
  /** What the row is to be; undefined to be gone. */
  row: TimedRow | undefined;
  /** Time before `row` was read, in microseconds. */
  readAtUs: bigint;
  /** What PostgreSQL knew of it before that. */
  known: KnownRow;
}

const { markerTs, markerLive } = bookkeepingColumns;

/**
 * Sets a row that PostgreSQL knows, dead or alive, to what it is in Cassandra, values and write times, whatever was
 * newer by the rules of the merge: those have failed it. Nothing is written where the row has changed since.
 */
export async function replaceRow(client: Client, sides: BothSides, replacement: Replacement): Promise<RepairOutcome> {
  const table = sides.table.replicated;
  const names = sqlNames(sides.pipeline, table);
  const values = newValues(table, replacement);
  if (values === undefined) return 'refused';
  const statement = updateSql(names.rows, sides, replacement, values);
  try {
    const written = await inYieldingTransaction(client, async () => {
      // As the merge does: no delete of the partition may come between.
      if (table.source.clusteringKey.length > 0) {
        await client.query(`SELECT pg_advisory_xact_lock_shared(${partitionLockSql(names)})`);
      }
      const { rowCount } = await client.query(statement.text, statement.parameters);
      return rowCount === 1;
    });
    if (!written) return 'moved-on';
    return replacement.row === undefined ? 'removed' : 'repaired';
  } catch (error) {
    if (isDataError(error)) return 'refused';
    throw error;
  }
}

interface NewValues {
  /** Texts that PostgreSQL reads the cells from. */
  cells: (string | null)[];
  cellTimes: (bigint | null)[];
  markerTime: bigint | null;
  markerLive: boolean;
}

/** Undefined where PostgreSQL cannot hold one of the values. */
function newValues(table: ReplicatedTable, { row, readAtUs, known }: Replacement): NewValues | undefined {
  const change = row && changeToward(table, { known, row, readAtUs });
  if (change === undefined) {
    // The times that PostgreSQL knows keep the same events from coming back.
    const { cellTimes, markerTime } = known;
    return { cells: table.cells.map(() => null), cellTimes, markerTime, markerLive: false };
  }
  const cells = table.cells.map(({ codec }, i) => {
    const value = change.cells[i] ?? null;
    return value === null ? null : codec.literal(value);
  });
  if (!cells.every((text) => text !== undefined)) return undefined;
  // Without a time the change says nothing of the marker.
  const { markerTime, markerLive } = change.markerTime === null ? known : change;
  return { cells, cellTimes: change.cellTimes, markerTime, markerLive };
}

function updateSql(
  rows: string,
  { table }: BothSides,
  { pair, known }: Replacement,
  values: NewValues,
): { text: string; parameters: unknown[] } {
  const parameters: unknown[] = [];
  const parameter = (value: unknown, type: string): string => `$${parameters.push(value)}::${type}`;
  const time = (value: bigint | null) => parameter(value?.toString() ?? null, 'bigint');
  const assignments = [
    ...table.cells.flatMap((cell, i) => [
      `${quoteSql(cell.target)} = ${fromLiteral(cell.mapping, parameter(values.cells[i], 'text'))}`,
      `${cellTs(cell)} = ${time(values.cellTimes[i] ?? null)}`,
    ]),
    `${markerTs} = ${time(values.markerTime)}`,
    `${markerLive} = ${parameter(values.markerLive, 'boolean')}`,
  ];
  const keys = table.keys.map(
    ({ target, mapping, codec }, i) =>
      `t.${quoteSql(target)} = ${fromLiteral(mapping, parameter(codec.literal(pair.suspect.key[i]!), 'text'))}`,
  );
  const unchanged = [
    ...table.cells.map((cell, i) => `t.${cellTs(cell)} IS NOT DISTINCT FROM ${time(known.cellTimes[i] ?? null)}`),
    `t.${markerTs} IS NOT DISTINCT FROM ${time(known.markerTime)}`,
    `t.${markerLive} = ${parameter(known.markerLive, 'boolean')}`,
    ...cellsUnchanged(table.cells, pair, (value) => parameter(value, 'bytea')),
  ];
  const text = `UPDATE ${rows} AS t SET ${assignments.join(', ')} WHERE ${[...keys, ...unchanged].join(' AND ')}`;
  return { text, parameters };
}

/** SQL: the row's cells are those that were compared; a dead row has no values. */
function cellsUnchanged(
  cells: ReplicatedColumn[],
  { suspect, postgresql }: RowPair,
  parameter: (value: Buffer) => string,
): string[] {
  if (cells.length === 0) return [];
  if (postgresql === undefined) return [];
  const compared = postgresql.slice(suspect.key.length);
  return [`${recordSql(cells, 't')} = ${parameter(recordOf(cells, compared))}`];
}

/** The bytes that `recordSql` gives for these values. */
function recordOf(columns: ReplicatedColumn[], values: (Buffer | null)[]): Buffer {
  const writer = new RecordWriter(columns.map(({ codec }) => codec.oid));
  return Buffer.from(writer.bytes.subarray(0, writer.write(values)));
}
