import { type Client } from 'pg';
import { type Pipeline } from '../pipeline/pipeline.js';
import { bookkeepingColumns, cellTs, sqlNames } from '../render/postgresql/sql.js';
import { type Cells, parseRecord } from '../tables/canonical/record.js';
import { quoteSql } from '../tables/names.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../tables/replicated-table.js';
import { fromLiteral } from '../tables/type-override.js';

/** What PostgreSQL knows of a row, dead ones among them; times in microseconds, null for never. */
export interface KnownRow {
  keys: Cells;
  cellTimes: (bigint | null)[];
  markerTime: bigint | null;
  markerLive: boolean;
}

/** Identifies a row or a partition by the canonical values of its key. */
export function keyId(keys: Cells): string {
  return keys.map((key) => key?.toString('hex') ?? '').join(',');
}

/** The rows whose primary keys begin with one of `prefixes`: whole primary keys or partition keys. */
export async function knownRows(
  client: Client,
  { pipeline, table }: { pipeline: Pipeline; table: ReplicatedTable },
  prefixes: Cells[],
): Promise<Map<string, KnownRow>> {
  const columns = table.keys.slice(0, prefixes[0]?.length ?? 0);
  const literals = prefixes
    .map((prefix) => columns.map(({ codec }, i) => codec.literal(prefix[i]!)))
    // What PostgreSQL cannot hold, it does not have.
    .filter((literal) => !literal.includes(undefined));
  if (literals.length === 0) return new Map();
  const { rows } = await client.query<{ keys: Buffer; times: (string | null)[]; marker: string | null; live: boolean }>(
    knownRowsSql(sqlNames(pipeline, table).rows, table, columns),
    columns.map((_, i) => literals.map((literal) => literal[i])),
  );
  return new Map(
    rows.map((row) => {
      const keys = parseRecord(row.keys);
      const known: KnownRow = {
        keys,
        cellTimes: row.times.map((time) => (time === null ? null : BigInt(time))),
        markerTime: row.marker === null ? null : BigInt(row.marker),
        markerLive: row.live,
      };
      return [keyId(keys), known];
    }),
  );
}

function knownRowsSql(relation: string, table: ReplicatedTable, columns: ReplicatedColumn[]): string {
  const keys = table.keys.map(({ target, codec }) => codec.sql(`t.${quoteSql(target)}`));
  const wanted = columns.map((_, i) => `k${i}`);
  const same = columns.map(
    ({ target, mapping }, i) => `t.${quoteSql(target)} = ${fromLiteral(mapping, `wanted.k${i}`)}`,
  );
  return `SELECT record_send(ROW(${keys.join(', ')})) AS keys, ARRAY[${table.cells.map((cell) => `t.${cellTs(cell)}`).join(', ')}]::text[] AS times,
    t.${bookkeepingColumns.markerTs} AS marker, t.${bookkeepingColumns.markerLive} AS live
  FROM unnest(${wanted.map((_, i) => `$${i + 1}::text[]`).join(', ')}) AS wanted(${wanted.join(', ')})
  JOIN ${relation} AS t ON ${same.join(' AND ')}`;
}
