import { setTimeout as sleep } from 'node:timers/promises';
import cassandra, { type Client, type types } from 'cassandra-driver';
import { quoteCql } from '../../clients/cassandra.js';
import { type RawPage } from '../../clients/cassandra-raw-pages.js';
import { messageOf } from '../../errors.js';
import { readPages } from '../../rows/pages.js';
import { columnExpressions, rawSelection } from '../../rows/raw-rows.js';
import { classifyReadFailure, refusedRead } from '../../rows/read-failure.js';
import { splitRange, type TokenRange } from '../../tables/token-ranges.js';
import { columnsOf, type ComparedTable } from '../compared-table.js';
import { type UnreadRange } from '../report.js';

export interface ScanOptions {
  client: Client;
  table: ComparedTable;
  ranges: TokenRange[];
  consistency: types.consistencies;
  /** Absent for as fast as it goes. */
  throttle?: Throttle | undefined;
  signal: AbortSignal;
  /** Called for each attempt to read a range. */
  visit: (range: TokenRange) => RangeVisitor;
  /** A range, or a part of one, that could not be read for good. */
  onUnread: (range: UnreadRange) => void;
}

export interface Throttle {
  rowsPerSecond: number;
  /** Waits until so many more rows may be read. */
  pace: (rows: number) => Promise<void>;
}

/** Takes the rows of one token range. A range that fails half-way is read again by another visitor. */
export interface RangeVisitor {
  page: (page: RawPage) => Promise<void> | void;
  /** The whole range has been read. */
  complete: () => void;
  /** It has not. */
  discard: () => void;
}

/** 1,000 costs more time, 10,000 saves none. */
const pageRows = 5000;
/** More did not read faster: Cassandra itself is the bottleneck. */
const rangesInFlight = 4;
/** A range is halved at most so many times… */
const deepestSplit = 10;
/** …and a table fails at most so many times before every failure is final: a dead cluster must not take hours. */
const failureBudget = 200;
const waitsMs = [250, 1000, 3000];

/** What is done with the rows has failed, which reading them again does not mend. */
class VisitorFailure extends Error {
  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
  }
}

/**
 * Reads a table by token ranges. A range that fails is halved or waited for and read again.
 * @throws OperatorError when Cassandra refuses the query as such
 */
export async function scanTable(options: ScanOptions): Promise<void> {
  const { table, signal, onUnread } = options;
  const queue = options.ranges.map((range) => ({ range, depth: 0, waits: 0 })).reverse();
  let failures = 0;
  let failed = false;
  const read = rangeReader(options);
  const work = async (): Promise<void> => {
    for (let item = queue.pop(); item !== undefined && !failed; item = queue.pop()) {
      const { range, depth, waits } = item;
      try {
        await read(range);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof VisitorFailure) throw error.cause;
        const failure = classifyReadFailure(error);
        if (failure === 'fatal') throw refusedRead(error, table);
        failures++;
        const unread = () => onUnread({ after: String(range.start), to: String(range.end), failure: messageOf(error) });
        if (failures > failureBudget) unread();
        else if (failure === 'split' && depth < deepestSplit && range.end - range.start > 1n) {
          queue.push(...splitRange(range, 2n).map((half) => ({ range: half, depth: depth + 1, waits: 0 })));
        } else if (waits < waitsMs.length) {
          await sleep(waitsMs[waits], undefined, { signal });
          queue.push({ range, depth, waits: waits + 1 });
        } else unread();
      }
    }
  };
  const workers = Array.from({ length: rangesInFlight }, () =>
    work().catch((error: unknown) => {
      failed = true;
      throw error;
    }),
  );
  await Promise.all(workers);
}

function rangeReader(options: ScanOptions): (range: TokenRange) => Promise<void> {
  const { client, table, consistency, throttle, signal, visit } = options;
  const token = `token(${table.partitionKey.map(quoteCql).join(', ')})`;
  const query = `SELECT ${rawSelection(columnExpressions(columnsOf(table)))}
FROM ${quoteCql(table.keyspace)}.${quoteCql(table.name)} WHERE ${token} > ? AND ${token} <= ?`;
  // At a low rate smaller pages come evenly.
  const fetchSize = Math.min(pageRows, Math.max(100, throttle?.rowsPerSecond ?? pageRows));
  return async (range) => {
    const visitor = visit(range);
    try {
      const parameters = [range.start, range.end].map((bound) => cassandra.types.Long.fromString(bound.toString()));
      for await (const { page } of readPages(client, { query, parameters, fetchSize, consistency })) {
        signal.throwIfAborted();
        await throttle?.pace(page.rowCount);
        try {
          await visitor.page(page);
        } catch (cause) {
          throw new VisitorFailure(cause);
        }
      }
    } catch (error) {
      visitor.discard();
      throw error;
    }
    visitor.complete();
  };
}
