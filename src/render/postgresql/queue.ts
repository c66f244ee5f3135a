import { literalSql, quoteSql } from '../../tables/names.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../../tables/replicated-table.js';
import { clusteringTexts, eventValue, isOfRow, knownFields } from './event.js';
import { partitionKeys } from './objects.js';
import { type SqlNames } from './sql.js';

/** Why a row or partition has to be read back from Cassandra. */
export type ReconcileReason = 'static column' | 'value not in the log' | 'range delete' | 'expiry' | 'new column';

export interface Enqueued {
  reason: ReconcileReason;
  /** The whole primary key for a row, the partition key for a partition; `sql` gives the value of a column. */
  key: { column: ReplicatedColumn; sql: string }[];
  /** SQL: write time of the event in microseconds. */
  sourceTs: string;
  /** SQL: the time from which on reading back makes sense. */
  dueAt: string;
  /** SQL: FROM and WHERE. */
  from: string;
}

/** SQL that queues keys. A key that is queued already is read again: the first due time counts. */
export function enqueueSql(names: SqlNames, table: ReplicatedTable, queued: Enqueued): string {
  const key = queued.key.map(({ column, sql }) => `${literalSql(column.name)}, to_jsonb(${sql})`).join(', ');
  return `INSERT INTO ${names.bookkeeping}.reconcile_queue AS q (table_name, key, reason, source_ts_us, due_at)
  SELECT ${literalSql(table.source.name)}, jsonb_build_object(${key}), ${literalSql(queued.reason)}, max(${queued.sourceTs}), min(${queued.dueAt})
  ${queued.from}
  GROUP BY 2 ORDER BY 2
  ON CONFLICT (table_name, key_digest, reason) DO UPDATE SET
    source_ts_us = greatest(q.source_ts_us, excluded.source_ts_us),
    due_at = least(q.due_at, excluded.due_at),
    version = q.version + 1`;
}

/** plpgsql that queues what the events in `parsed` do not tell; `expiring` and `unknown` say whether it may be there. */
export function enqueueFromEvents(names: SqlNames, table: ReplicatedTable): string {
  return [...readBacks(table), ...rangeDeletes(names, table), expiries, newColumns(table)]
    .map(({ guard, scope, join = '', when, ...queued }) => {
      const columns = scope === 'partition' ? partitionKeys(table) : table.keys;
      const statement = enqueueSql(names, table, {
        ...queued,
        key: columns.map((column) => ({ column, sql: eventValue(column) })),
        sourceTs: 'e.ts',
        from: `FROM unnest(parsed) AS e ${join}WHERE ${when}`,
      });
      return guard === undefined ? `  ${statement};\n` : `  IF ${guard} THEN\n  ${statement};\n  END IF;\n`;
    })
    .join('');
}

interface Queueing {
  reason: ReconcileReason;
  scope: 'row' | 'partition';
  /** SQL: whether event `e` asks for it. */
  when: string;
  dueAt: string;
  join?: string;
  guard?: string;
}

/**
 * Also after a delete: what is read back has the time of its reading, which does not tell whether the delete is newer than
 * the value.
 */
function readBacks(table: ReplicatedTable): Queueing[] {
  const readBack = table.cells.filter((cell) => cell.readBack);
  if (readBack.length === 0) return [];
  if (readBack.some(({ column }) => column.kind === 'static')) {
    return [{ reason: 'static column', scope: 'partition', when: 'true', dueAt: 'now()' }];
  }
  const touched = readBack.map(({ name }) => `jsonb_typeof(e.row -> ${literalSql(name)}) = 'object'`).join(' OR ');
  const queued = { reason: 'value not in the log', dueAt: 'now()' } as const;
  const row = { ...queued, scope: 'row', when: `${isOfRow(table)} AND (e.op = 'd' OR ${touched})` } as const;
  if (clusteringTexts(table).length === 0) return [row];
  return [row, { ...queued, scope: 'partition', when: `e.op = 'd' AND NOT (${isOfRow(table)})` }];
}

/** A write that is older than the delete of a range may be dead, also if it arrives later. */
function rangeDeletes(names: SqlNames, table: ReplicatedTable): Queueing[] {
  if (clusteringTexts(table).length === 0) return [];
  const same = partitionKeys(table).map((key) => `p.${quoteSql(key.target)} = ${eventValue(key)}`);
  return [
    {
      reason: 'range delete',
      scope: 'partition',
      when: 'p.__range_ts >= e.ts',
      dueAt: 'now()',
      join: `JOIN ${names.partitions} AS p ON ${same.join(' AND ')} `,
    },
  ];
}

const expiries: Queueing = {
  reason: 'expiry',
  scope: 'row',
  when: 'e.expiry IS NOT NULL',
  // Cassandra counts whole seconds.
  dueAt: 'to_timestamp(e.expiry / 1000000 + 1)',
  guard: 'expiring',
};

/** There is nowhere to put a new column's value before the schema is applied, which makes these due. */
function newColumns(table: ReplicatedTable): Queueing {
  const values = `jsonb_path_exists(e.row - ${knownFields(table)}, '$.* ? (@ != null)')`;
  return {
    reason: 'new column',
    scope: 'row',
    when: `${isOfRow(table)} AND e.op IN ('i', 'u') AND ${values}`,
    dueAt: `timestamptz 'infinity'`,
    guard: 'unknown',
  };
}
