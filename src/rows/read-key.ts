import { type Client, type types } from 'cassandra-driver';
import { quoteCql } from '../clients/cassandra.js';
import { readTimedPages, type TimedPage } from './read-range.js';
import { timedRowReader } from './timed-rows.js';
import { type Cells } from '../tables/canonical/record.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';

const pageRows = 1000;

export type KeyReader = (prefix: Cells) => AsyncGenerator<TimedPage>;

/** Reads rows by the canonical values of a whole primary key or of the partition key. */
export function keyReader(client: Client, table: ReplicatedTable, consistency: types.consistencies): KeyReader {
  const reader = timedRowReader(table);
  const from = `${quoteCql(table.source.keyspace)}.${quoteCql(table.source.name)}`;
  return (prefix) => {
    const columns = table.keys.slice(0, prefix.length);
    const condition = columns.map(({ name }) => `${quoteCql(name)} = ?`).join(' AND ');
    const query = `SELECT ${reader.selection} FROM ${from} WHERE ${condition}`;
    const parameters = columns.map((column, i) => column.codec.toCassandra(prefix[i]!));
    return readTimedPages(client, { query, parameters, fetchSize: pageRows, consistency }, reader);
  };
}
