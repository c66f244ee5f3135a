import { type Client as CassandraClient, type types } from 'cassandra-driver';
import { type Client } from 'pg';
import { messageOf, OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { keyId, type KnownRow, knownRows } from '../../rows/known-rows.js';
import { keyReader } from '../../rows/read-key.js';
import { classifyReadFailure, refusedRead } from '../../rows/read-failure.js';
import { type TimedRow } from '../../rows/timed-rows.js';
import { type Cells } from '../../tables/canonical/record.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { type EventFacts, readEventFacts } from '../event-facts.js';

export interface StalenessOptions {
  cassandra: CassandraClient;
  postgres: Client;
  pipeline: Pipeline;
  consistency: types.consistencies;
  signal: AbortSignal;
}

const readsInFlight = 32;

/**
 * Why events are stale, in their order; undefined for those that are not, and where it cannot be told: events about a
 * partition and events that cannot be read. Asks for keys of which PostgreSQL keeps every bit.
 */
export async function staleReasons(
  options: StalenessOptions,
  table: ReplicatedTable,
  events: (string | null)[],
): Promise<(string | undefined)[]> {
  const reasons = new Array<string | undefined>(events.length);
  const facts = await readEventFacts(options.postgres, table, events);
  const keys = facts.flatMap((fact) => (fact?.keys ? [fact.keys] : []));
  if (keys.length === 0) return reasons;
  const known = await knownRows(options.postgres, { pipeline: options.pipeline, table }, keys);
  const readRow = rowReader(options, table);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < facts.length) {
      const index = next++;
      const fact = facts[index];
      if (fact?.keys) reasons[index] = staleReason(fact, await readRow(fact.keys), known.get(keyId(fact.keys)));
    }
  };
  await Promise.all(Array.from({ length: readsInFlight }, work));
  return reasons;
}

/**
 * An event is stale when merging it can change nothing that stays.
 * @param row what Cassandra has now
 * @param known what PostgreSQL knows of the row
 */
export function staleReason(
  { op, writeTimeUs, touched }: Pick<EventFacts, 'op' | 'writeTimeUs' | 'touched'>,
  row: TimedRow | undefined,
  known: Pick<KnownRow, 'markerTime'> | undefined,
): string | undefined {
  if (op === 'd') {
    const isRewritten = row !== undefined && areNewer(row.writeTimes, writeTimeUs);
    return isRewritten ? 'the whole row was written again after it was deleted' : undefined;
  }
  if (row === undefined) return 'the row is gone from Cassandra';
  const writeTimes = row.writeTimes.filter((_, index) => touched[index] === true);
  if (!areNewer(writeTimes, writeTimeUs)) return undefined;
  // An INSERT also makes the row live, whatever becomes of its values.
  const isMarked = op !== 'i' || (known?.markerTime ?? -1n) >= writeTimeUs;
  return isMarked ? 'every value that it sets was written again later' : undefined;
}

/** A time is null where the value is, and where Cassandra does not tell it: then the event may be the newest. */
function areNewer(writeTimes: (bigint | null)[], eventTimeUs: bigint): boolean {
  return writeTimes.length > 0 && writeTimes.every((time) => time !== null && time > eventTimeUs);
}

function rowReader(
  { cassandra, consistency, signal }: StalenessOptions,
  table: ReplicatedTable,
): (keys: Cells) => Promise<TimedRow | undefined> {
  const read = keyReader(cassandra, table, consistency);
  return async (keys) => {
    signal.throwIfAborted();
    try {
      for await (const { rows } of read(keys)) return rows[0];
      return undefined;
    } catch (error) {
      if (classifyReadFailure(error) === 'fatal') throw refusedRead(error, table.source);
      throw new OperatorError({
        kind: 'unreachable',
        resource: `${table.source.keyspace}.${table.source.name}`,
        message: `Cassandra does not tell whether letters are stale: ${messageOf(error)}`,
        hint: 'try again later; --include-stale puts letters back without asking Cassandra',
        cause: error,
      });
    }
  };
}
