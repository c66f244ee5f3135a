import { setTimeout as sleep } from 'node:timers/promises';
import cassandra, { type Client, type types } from 'cassandra-driver';
import { readPages } from '../../rows/pages.js';
import { quoteCql } from '../../clients/cassandra.js';
import { type Cells } from '../../tables/canonical/record.js';
import { columnsOf, type ComparedTable } from '../compared-table.js';
import { rawRowReader } from '../../rows/raw-rows.js';
import { classifyReadFailure, refusedRead } from '../../rows/read-failure.js';
import { splitRange, type TokenRange } from '../../tables/token-ranges.js';

export interface ScanOptions {
  client: Client;
  table: ComparedTable;
  ranges: TokenRange[];
  consistency: types.consistencies;
  signal: AbortSignal;
  /** Called for each attempt to read a range. */
  visit: () => RangeVisitor;
}

/** Takes the rows of one token range. A range that fails half-way is read again by another visitor. */
export interface RangeVisitor {
  /** Raw cells, valid until the promise is settled. */
  rows: (rows: Cells[]) => Promise<void> | void;
  /** The whole range has been read. */
  complete: () => void;
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

/**
 * Reads a table by token ranges. A range that fails is halved or waited for and read again.
 * @returns how many ranges could not be read in the end
 * @throws OperatorError when Cassandra refuses the query as such
 */
export async function scanTable(options: ScanOptions): Promise<{ unreadRanges: number }> {
  const { table, signal } = options;
  const queue = options.ranges.map((range) => ({ range, depth: 0, waits: 0 })).reverse();
  let failures = 0;
  let unreadRanges = 0;
  let failed = false;
  const read = rangeReader(options);
  const work = async (): Promise<void> => {
    for (let item = queue.pop(); item !== undefined && !failed; item = queue.pop()) {
      const { range, depth, waits } = item;
      try {
        await read(range);
      } catch (error) {
        signal.throwIfAborted();
        const failure = classifyReadFailure(error);
        if (failure === 'fatal') throw refusedRead(error, table);
        failures++;
        if (failures > failureBudget) unreadRanges++;
        else if (failure === 'split' && depth < deepestSplit && range.end - range.start > 1n) {
          queue.push(...splitRange(range, 2n).map((half) => ({ range: half, depth: depth + 1, waits: 0 })));
        } else if (waits < waitsMs.length) {
          await sleep(waitsMs[waits], undefined, { signal });
          queue.push({ range, depth, waits: waits + 1 });
        } else unreadRanges++;
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
  return { unreadRanges };
}

function rangeReader({ client, table, consistency, signal, visit }: ScanOptions): (range: TokenRange) => Promise<void> {
  const reader = rawRowReader(columnsOf(table), table.keys.length);
  const token = `token(${table.partitionKey.map(quoteCql).join(', ')})`;
  const query = `SELECT ${reader.selection} FROM ${quoteCql(table.keyspace)}.${quoteCql(table.name)} WHERE ${token} > ? AND ${token} <= ?`;
  return async (range) => {
    const visitor = visit();
    const parameters = [range.start, range.end].map((token) => cassandra.types.Long.fromString(token.toString()));
    for await (const page of readPages(client, { query, parameters, fetchSize: pageRows, consistency })) {
      signal.throwIfAborted();
      await visitor.rows(page.rows.map(reader.read).filter((cells) => cells !== undefined));
    }
    visitor.complete();
  };
}
