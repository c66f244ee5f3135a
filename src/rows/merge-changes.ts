import { type Client, DatabaseError } from 'pg';
import { type Pipeline } from '../pipeline/pipeline.js';
import { enqueueSql } from '../render/postgresql/queue.js';
import { sqlNames } from '../render/postgresql/sql.js';
import { type CanonicalCodec } from '../tables/canonical/codec.js';
import { type Cells } from '../tables/canonical/record.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { fromLiteral } from '../tables/type-override.js';
import { type RowChange } from './row-change.js';
import { inYieldingTransaction } from './yielding-transaction.js';

/** Merges rows by the same rules as events. */
export interface ChangeMerger {
  /**
   * A key may stand only once in `changes`.
   * @returns how many rows PostgreSQL refused; they are in the dead letters
   */
  merge: (changes: RowChange[]) => Promise<number>;
}

export interface ChangeMergerOptions {
  pipeline: Pipeline;
  table: ReplicatedTable;
  /** Where the rows come from: stands for the topic in their dead letters. */
  origin: string;
}

/** A change, and the texts that PostgreSQL reads its values from. */
interface WrittenChange {
  change: RowChange;
  keys: (string | null)[];
  cells: (string | null)[];
}

export function changeMerger(client: Client, options: ChangeMergerOptions): ChangeMerger {
  const { table } = options;
  const sql = mergeSql(options);
  const expirySql = queueExpiriesSql(options);
  const mergeAll = (written: WrittenChange[]) =>
    inYieldingTransaction(client, async () => {
      await client.query(sql, parameters(written, table));
      const expiring = written.filter(({ change }) => change.ttlSeconds !== null);
      if (expiring.length > 0) await client.query(expirySql, expiryParameters(expiring, table));
    });
  return {
    merge: async (changes) => {
      const written = changes.map((change) => writtenChange(change, table));
      const fit = written.filter((one): one is WrittenChange => !('unfit' in one));
      for (const one of written) {
        if ('unfit' in one) await deadLetter(client, options, one.change, unfitMessage(one.unfit));
      }
      let refused = written.length - fit.length;
      if (fit.length === 0) return refused;
      try {
        await mergeAll(fit);
        return refused;
      } catch (error) {
        if (!isDataError(error)) throw error;
      }
      for (const one of fit) {
        try {
          await mergeAll([one]);
        } catch (error) {
          if (!isDataError(error)) throw error;
          await deadLetter(client, options, one.change, { sqlstate: error.code ?? '', message: error.message });
          refused++;
        }
      }
      return refused;
    },
  };
}

/** SQL that merges rows given as an array of texts for each key, cell, time and for the row marker. */
function mergeSql({ pipeline, table }: ChangeMergerOptions): string {
  const names = sqlNames(pipeline, table);
  const { keys, cells } = table;
  const fields = [
    ...keys.map(({ mapping }, i) => fromLiteral(mapping, `r.k${i}`)),
    ...cells.map(({ mapping }, i) => fromLiteral(mapping, `r.c${i}`)),
    'r.marker_ts::bigint',
    'r.marker_live::boolean',
    ...cells.map((_, i) => `r.t${i}::bigint`),
  ];
  const inputs = [...keys.map((_, i) => `k${i}`), ...cells.map((_, i) => `c${i}`), ...cells.map((_, i) => `t${i}`)];
  return `SELECT ${names.merge}(array_agg(ROW(${fields.join(', ')})::${names.change}))
FROM ${textRows([...inputs, 'marker_ts', 'marker_live'])}`;
}

function parameters(written: WrittenChange[], { keys, cells }: ReplicatedTable): (string | null)[][] {
  const time = (value: bigint | null | undefined) => value?.toString() ?? null;
  return [
    ...keys.map((_, i) => written.map((one) => one.keys[i] ?? null)),
    ...cells.map((_, i) => written.map((one) => one.cells[i] ?? null)),
    ...cells.map((_, i) => written.map(({ change }) => time(change.cellTimes[i]))),
    written.map(({ change }) => time(change.markerTime)),
    written.map(({ change }) => String(change.markerLive)),
  ];
}

/** SQL that queues rows to be read back when they have expired. */
function queueExpiriesSql({ pipeline, table }: ChangeMergerOptions): string {
  return enqueueSql(sqlNames(pipeline, table), table, {
    reason: 'expiry',
    key: table.keys.map((column, i) => ({ column, sql: fromLiteral(column.mapping, `r.k${i}`) })),
    sourceTs: '0',
    dueAt: `now() + (r.ttl::integer + 1) * interval '1 second'`,
    from: `FROM ${textRows([...table.keys.map((_, i) => `k${i}`), 'ttl'])}`,
  });
}

function expiryParameters(written: WrittenChange[], { keys }: ReplicatedTable): (string | null)[][] {
  return [
    ...keys.map((_, i) => written.map((one) => one.keys[i] ?? null)),
    written.map(({ change }) => String(change.ttlSeconds)),
  ];
}

/** SQL of rows `r` whose columns come as one array of texts each. */
function textRows(columns: string[]): string {
  return `unnest(${columns.map((_, i) => `$${i + 1}::text[]`).join(', ')}) AS r(${columns.join(', ')})`;
}

/** The texts of a change's values, or the name of the first column whose value PostgreSQL cannot hold. */
function writtenChange(
  change: RowChange,
  table: ReplicatedTable,
): WrittenChange | { change: RowChange; unfit: string } {
  const keys = textsOf(change.keys, table.keys);
  const cells = textsOf(change.cells, table.cells);
  const unfit = keys.unfit ?? cells.unfit;
  return unfit === undefined ? { change, keys: keys.texts, cells: cells.texts } : { change, unfit };
}

function textsOf(values: Cells, columns: { name: string; codec: CanonicalCodec }[]) {
  const texts = columns.map(({ codec }, i) => {
    const value = values[i] ?? null;
    return value === null ? null : codec.literal(value);
  });
  const unfit = columns[texts.indexOf(undefined)]?.name;
  return { texts: texts.map((text) => text ?? null), unfit };
}

interface Refusal {
  sqlstate: string;
  message: string;
}

function unfitMessage(column: string): Refusal {
  return { sqlstate: '22000', message: `PostgreSQL cannot hold the value of ${column}` };
}

/** Classes 22 and 23 and program limits: the value is at fault, not the connection. */
export function isDataError(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && /^(22|23|54)/.test(error.code ?? '');
}

async function deadLetter(
  client: Client,
  { pipeline, table, origin }: ChangeMergerOptions,
  change: RowChange,
  { sqlstate, message }: Refusal,
): Promise<void> {
  const shown = (columns: { name: string; codec: CanonicalCodec }[], values: Cells) =>
    Object.fromEntries(
      columns.map(({ name, codec }, i) => {
        const value = values[i] ?? null;
        // jsonb has no zero byte either.
        return [name, value === null ? null : codec.text(value).replaceAll('\0', '\\u0000')];
      }),
    );
  const key = shown(table.keys, change.keys);
  await client.query(
    `INSERT INTO ${sqlNames(pipeline, table).bookkeeping}.dead_letters (table_name, topic, key, sqlstate, message, event)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      table.source.name,
      origin,
      key,
      sqlstate,
      message,
      JSON.stringify({ ...key, ...shown(table.cells, change.cells) }),
    ],
  );
}
