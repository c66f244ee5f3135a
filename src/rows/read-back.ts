import { type Client as CassandraClient, type types } from 'cassandra-driver';
import { type Client as PostgresClient } from 'pg';
import { messageOf } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type Cells } from '../tables/canonical/record.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { changeToward } from './change-toward.js';
import { keyId, type KnownRow, knownRows } from './known-rows.js';
import { changeMerger, type ChangeMerger } from './merge-changes.js';
import { classifyReadFailure, refusedRead } from './read-failure.js';
import { keyReader, type KeyReader } from './read-key.js';
import { type RowChange } from './row-change.js';
import { type TimedRow } from './timed-rows.js';

export interface ReadBackOptions {
  cassandra: CassandraClient;
  postgres: PostgresClient;
  pipeline: Pipeline;
  consistency: types.consistencies;
  /** Waits until another read from Cassandra is allowed. */
  pace: () => Promise<void>;
  signal?: AbortSignal | undefined;
}

/** What one read gave, or why it failed. */
type Reading = { rows: TimedRow[]; readAtUs: bigint } | { failure: string };

const readsInFlight = 32;
const rowsPerMerge = 1000;

/** Makes rows and partitions of a table in PostgreSQL what they are in Cassandra; safe beside the running stream. */
export class ReadBack {
  /** Rows that were read in Cassandra or were gone from it. */
  rows = 0;
  /** Rows that PostgreSQL refused; they are in the dead letters. */
  refused = 0;
  private readonly merger: ChangeMerger;
  private readonly readKey: KeyReader;

  /** @param origin stands for the topic in dead letters */
  constructor(
    private readonly options: ReadBackOptions,
    private readonly table: ReplicatedTable,
    origin: string,
  ) {
    const { cassandra, postgres, pipeline, consistency } = options;
    this.merger = changeMerger(postgres, { pipeline, table, origin });
    this.readKey = keyReader(cassandra, table, consistency);
  }

  /**
   * @param prefixes whole primary keys, or else partition keys; canonical values, each once
   * @returns for each prefix why Cassandra could not be read; undefined where it was, and its rows are merged
   */
  async run(prefixes: Cells[]): Promise<(string | undefined)[]> {
    if (prefixes.length === 0) return [];
    const { postgres, pipeline } = this.options;
    const { table } = this;
    // Before Cassandra is read: what comes to PostgreSQL later is newer than the reading.
    const known = await knownRows(postgres, { pipeline, table }, prefixes);
    const knownByPrefix = new Map(prefixes.map((prefix) => [keyId(prefix), new Map<string, KnownRow>()]));
    const { length } = prefixes[0]!;
    for (const [id, row] of known) knownByPrefix.get(keyId(row.keys.slice(0, length)))?.set(id, row);
    const readings = await this.readAll(prefixes);
    const changes: (RowChange | undefined)[] = [];
    for (const [index, prefix] of prefixes.entries()) {
      const reading = readings[index]!;
      if ('failure' in reading) continue;
      const { readAtUs } = reading;
      const ofPrefix = knownByPrefix.get(keyId(prefix)) ?? new Map<string, KnownRow>();
      for (const row of reading.rows) {
        const id = keyId(row.keys);
        changes.push(changeToward(table, { known: ofPrefix.get(id), row, readAtUs }));
        ofPrefix.delete(id);
      }
      for (const row of ofPrefix.values()) changes.push(changeToward(table, { known: row, row: undefined, readAtUs }));
    }
    await this.merge(changes.filter((change) => change !== undefined));
    return readings.map((reading) => ('failure' in reading ? reading.failure : undefined));
  }

  private async merge(changes: RowChange[]): Promise<void> {
    for (let start = 0; start < changes.length; start += rowsPerMerge) {
      this.refused += await this.merger.merge(changes.slice(start, start + rowsPerMerge));
    }
    this.rows += changes.length;
  }

  private async readAll(prefixes: Cells[]): Promise<Reading[]> {
    const readings = new Array<Reading>(prefixes.length);
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < prefixes.length) {
        const index = next++;
        readings[index] = await this.read(prefixes[index]!);
      }
    };
    await Promise.all(Array.from({ length: readsInFlight }, work));
    return readings;
  }

  private async read(prefix: Cells): Promise<Reading> {
    const { pace, signal } = this.options;
    await pace();
    signal?.throwIfAborted();
    const readAtUs = BigInt(Date.now()) * 1000n;
    try {
      const rows: TimedRow[] = [];
      for await (const page of this.readKey(prefix)) rows.push(...page.rows);
      return { rows, readAtUs };
    } catch (error) {
      if (classifyReadFailure(error) === 'fatal') throw refusedRead(error, { ...this.table.source });
      return { failure: messageOf(error) };
    }
  }
}
