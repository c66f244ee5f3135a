import { isReadable } from '../postgresql/privileges.js';
import { keyId, type KnownRow, knownRows } from '../../rows/known-rows.js';
import { sqlNames } from '../../render/postgresql/sql.js';
import { literalSql, quoteSql } from '../../tables/names.js';
import { type ReplicatedColumn } from '../../tables/replicated-table.js';
import { fromLiteral } from '../../tables/type-override.js';
import { type BothSides } from '../both-sides.js';
import { keyLiterals } from '../compared-table.js';
import { type Cause, type Difference } from '../report.js';
import { type RowPair } from './looks.js';

/** A row that differs, and what is told of it. */
export interface Finding {
  pair: RowPair;
  difference: Difference;
}

/** Sets the causes of differences as far as they can be known, and the commands that mend them. */
export async function explain(sides: BothSides, findings: Finding[]): Promise<void> {
  const refused = await deadLetters(sides, findings);
  const queued = await queueReasons(sides, findings);
  const known = await whatPostgresKnows(
    sides,
    findings.map(({ pair }) => pair),
  );
  for (const [index, { pair, difference }] of findings.entries()) {
    const reason = queued.get(index);
    difference.cause =
      reason !== undefined
        ? (queueCauses[reason] ?? 'reconcile-queue')
        : refused.has(index)
          ? 'dead-letter'
          : causeByTimes(sides, pair, known?.get(keyId(pair.suspect.key)), known !== undefined);
    difference.mend = mendOf(sides, difference, reason);
  }
}

const queueCauses: Record<string, Cause> = { expiry: 'expired', 'static column': 'static-column' };

/** What PostgreSQL's row tables know of rows, by `keyId`; undefined where the view was made by other means than `deploy`. */
export async function whatPostgresKnows(
  { pipeline, postgresql, table }: BothSides,
  pairs: RowPair[],
): Promise<Map<string, KnownRow> | undefined> {
  if (!(await isReadable(postgresql, sqlNames(pipeline, table.replicated).rows))) return undefined;
  const keys = pairs.map(({ suspect }) => suspect.key).filter((key) => keyLiterals(table, key) !== undefined);
  return knownRows(postgresql, { pipeline, table: table.replicated }, keys);
}

/**
 * @param known what PostgreSQL's row table knows of the row
 * @param isDeployed false where there is no row table
 */
export function causeByTimes(
  { table }: Pick<BothSides, 'table'>,
  pair: RowPair,
  known: KnownRow | undefined,
  isDeployed: boolean,
): Cause {
  const { cassandra, postgresql } = pair;
  const differing = pair.differing.map((index) => ({
    column: table.cells[index]!,
    isGone: (cassandra?.cells[index] ?? null) === null,
    source: cassandra?.writeTimes[index] ?? null,
    target: known?.cellTimes[index] ?? null,
  }));
  if (cassandra !== undefined && postgresql !== undefined && differing.every(({ column }) => column.readBack)) {
    return differing.every(({ column }) => column.column.kind === 'static') ? 'static-column' : 'collection-delta';
  }
  if (!isDeployed) return 'unknown';
  if (postgresql === undefined && known === undefined) return 'lost-event';
  const timed = differing.filter(({ column }) => !column.readBack);
  const newest = max([...timed.map(({ target }) => target), known?.markerTime ?? null]);
  if (cassandra === undefined || (timed.length > 0 && timed.every(({ isGone }) => isGone))) {
    // Without a write time nothing of the pipeline has written it.
    if (newest === null) return 'changed-in-postgresql';
    const { defaultTtlSeconds } = table.replicated.source;
    const isOver = defaultTtlSeconds > 0 && newest + BigInt(defaultTtlSeconds) * 1_000_000n < nowUs();
    return isOver ? 'expired' : 'unknown';
  }
  if (timed.some(({ source, target }) => source !== null && (target === null || source > target))) return 'lost-event';
  const written = timed.filter(({ source }) => source !== null);
  return written.length > 0 && written.every(({ source, target }) => source === target)
    ? 'changed-in-postgresql'
    : 'unknown';
}

/** The rows that have an event among the dead letters, by their positions. Keys are compared as text. */
async function deadLetters({ postgresql, table }: BothSides, findings: Finding[]): Promise<Set<number>> {
  const relation = `${quoteSql(table.bookkeeping)}.refused_letters`;
  if (!(await isReadable(postgresql, relation))) return new Set();
  const names = table.keys.map((_, index) => `k${index}`);
  const arrays = names.map((_, index) => `$${index + 2}::text[]`);
  const matches = table.keys.map(({ name }, index) => `letter.key ->> ${literalSql(name)} = wanted.k${index}`);
  const { rows } = await postgresql.query<{ position: string }>(
    `SELECT DISTINCT wanted.position FROM ${relation} AS letter
JOIN unnest(${arrays.join(', ')}) WITH ORDINALITY AS wanted(${names.join(', ')}, position) ON ${matches.join(' AND ')}
WHERE letter.table_name = $1 AND letter.outcome IS NULL`,
    // As the letters have them: PostgreSQL holds no zero bytes.
    [
      table.name,
      ...table.keys.map(({ name }) => findings.map(({ difference: { key } }) => key[name]?.replaceAll('\0', ''))),
    ],
  );
  return new Set(rows.map(({ position }) => Number(position) - 1));
}

/** Why rows or their partitions are queued and due, by position. */
async function queueReasons({ postgresql, table }: BothSides, findings: Finding[]): Promise<Map<number, string>> {
  const relation = `${quoteSql(table.bookkeeping)}.reconcile_queue`;
  if (!(await isReadable(postgresql, relation))) return new Map();
  const literals = findings.map(({ pair }) => keyLiterals(table, pair.suspect.key));
  const held = [...literals.keys()].filter((index) => literals[index] !== undefined);
  const arrays = table.keys.map((_, index) => `$${index + 3}::text[]`);
  const digest = (columns: ReplicatedColumn[]): string => {
    const fields = columns.map(
      ({ name, mapping }, i) => `${literalSql(name)}, to_jsonb(${fromLiteral(mapping, `wanted.k${i}`)})`,
    );
    return `md5(jsonb_build_object(${fields.join(', ')})::text)::uuid`;
  };
  const { rows } = await postgresql.query<{ position: number; reason: string }>(
    `SELECT wanted.position, queue.reason
FROM unnest($2::integer[], ${arrays.join(', ')}) AS wanted(position, ${table.keys.map((_, i) => `k${i}`).join(', ')})
JOIN ${relation} AS queue ON queue.key_digest IN (${digest(table.keys)}, ${digest(table.keys.slice(0, table.partitionKey.length))})
WHERE queue.table_name = $1 AND (queue.due_at <= now() OR queue.due_at = 'infinity')`,
    [table.name, held, ...table.keys.map((_, column) => held.map((index) => literals[index]![column]))],
  );
  return new Map(rows.map(({ position, reason }) => [position, reason]));
}

function mendOf({ table }: BothSides, { kind, cause }: Difference, reason: string | undefined): string | null {
  if (cause === 'in-flight') return null;
  if (reason === 'new column') return 'cdcctl schema apply';
  if (reason !== undefined) return `cdcctl reconcile --table ${table.name}`;
  return `cdcctl verify --table ${table.name} --repair${kind === 'extra' ? ' --delete-extra' : ''}`;
}

function max(times: (bigint | null)[]): bigint | null {
  return times.reduce((most, time) => (time !== null && (most === null || time > most) ? time : most), null);
}

function nowUs(): bigint {
  return BigInt(Date.now()) * 1000n;
}
