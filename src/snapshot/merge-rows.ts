import { type Client, DatabaseError } from 'pg';
import { type Pipeline } from '../pipeline/pipeline.js';
import { neverSql, sqlNames } from '../render/postgresql/sql.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { type SnapshotRow } from './read-rows.js';

/** Merges rows by the same rules as events. */
export interface RowMerger {
  /** Returns how many rows PostgreSQL refused; they are in the dead letters. */
  merge: (rows: SnapshotRow[]) => Promise<number>;
}

/**
 * `readAtUs` is the time before the first row was read: the row marker of a row without cells has no time that CQL
 * tells, but the row was there then.
 */
export function rowMerger(
  client: Client,
  options: { pipeline: Pipeline; table: ReplicatedTable; readAtUs: bigint },
): RowMerger {
  const sql = mergeSql(options);
  const mergeAll = (rows: SnapshotRow[]) => client.query(sql, parameters(rows, options.table));
  return {
    merge: async (rows) => {
      try {
        await mergeAll(rows);
        return 0;
      } catch (error) {
        if (!isDataError(error)) throw error;
      }
      let refused = 0;
      for (const row of rows) {
        try {
          await mergeAll([row]);
        } catch (error) {
          if (!isDataError(error)) throw error;
          await deadLetter(client, options, row, error);
          refused++;
        }
      }
      return refused;
    },
  };
}

function mergeSql({ pipeline, table, readAtUs }: { pipeline: Pipeline; table: ReplicatedTable; readAtUs: bigint }) {
  const names = sqlNames(pipeline, table);
  const inputs = [
    ...table.keys.map((_, i) => `key${i}`),
    ...table.cells.map((_, i) => `cell${i}`),
    ...table.cells.map((_, i) => `time${i}`),
  ];
  const times = table.cells.map((_, i) => `r.time${i}::bigint`);
  const fields = [
    ...table.keys.map(({ mapping }, i) => mapping.fromInlet(`r.key${i}::${mapping.inlet}`)),
    ...table.cells.map(({ mapping }, i) => mapping.fromInlet(`r.cell${i}::${mapping.inlet}`)),
    // An INSERT writes the row marker at the time of its cells.
    times.length === 0 ? String(readAtUs) : `coalesce(greatest(${times.join(', ')}), ${readAtUs})`,
    'true',
    `ARRAY[${times.map((time) => `coalesce(${time}, ${neverSql})`).join(', ')}]::bigint[]`,
  ];
  return `SELECT ${names.merge}(array_agg(ROW(${fields.join(', ')})::${names.change}))
    FROM unnest(${inputs.map((_, i) => `$${i + 1}::text[]`).join(', ')}) AS r(${inputs.join(', ')})`;
}

function parameters(rows: SnapshotRow[], { keys, cells }: ReplicatedTable): (string | null)[][] {
  return [
    ...keys.map((_, i) => rows.map((row) => row.keys[i] ?? null)),
    ...cells.map((_, i) => rows.map((row) => row.cells[i] ?? null)),
    ...cells.map((_, i) => rows.map((row) => row.writeTimes[i] ?? null)),
  ];
}

/** Classes 22 and 23 and program limits: the value is at fault, not the connection. */
function isDataError(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && /^(22|23|54)/.test(error.code ?? '');
}

async function deadLetter(
  client: Client,
  { pipeline, table }: { pipeline: Pipeline; table: ReplicatedTable },
  row: SnapshotRow,
  error: DatabaseError,
): Promise<void> {
  const { bookkeeping } = sqlNames(pipeline, table);
  const named = (columns: { name: string }[], values: (string | null)[]) =>
    Object.fromEntries(columns.map(({ name }, i) => [name, values[i] ?? null]));
  const event = { ...named(table.keys, row.keys), ...named(table.cells, row.cells) };
  await client.query(
    `INSERT INTO ${bookkeeping}.dead_letters (table_name, topic, sqlstate, message, event)
     VALUES ($1, 'snapshot', $2, $3, $4)`,
    [table.source.name, error.code, error.message, JSON.stringify(event)],
  );
}
