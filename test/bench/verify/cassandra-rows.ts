import { type Client } from 'cassandra-driver';
import { quoteCql } from '../../../src/clients/cassandra.js';
import { tableName, writtenAtUs } from './bench-table.js';
import { benchColumns, columnNames, keyName } from './columns.js';

export interface CassandraRows {
  client: Client;
  keyspace: string;
  signal: AbortSignal;
  onProgress: (line: string) => void;
}

const insertsInFlight = 256;
const progressRows = 250_000;

export async function createCassandraTable({ client, keyspace }: CassandraRows): Promise<void> {
  const columns = benchColumns.map(({ name, cql }) => `${name} ${cql}`);
  await client.execute(
    `CREATE KEYSPACE ${quoteCql(keyspace)} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  );
  await client.execute(`CREATE TABLE ${tableOf(keyspace)} (${columns.join(', ')}, PRIMARY KEY (${keyName}))`);
}

/** Writes the rows `first` to `last`. */
export async function fillCassandra(rows: CassandraRows, first: number, last: number): Promise<void> {
  const { client, keyspace, signal, onProgress } = rows;
  // Not captured meanwhile: the logs of so many writes would wait for a connector that does not care for them.
  await client.execute(`ALTER TABLE ${tableOf(keyspace)} WITH cdc = false`);
  const insert = `INSERT INTO ${tableOf(keyspace)} (${columnNames.join(', ')})
    VALUES (${columnNames.map(() => '?').join(', ')}) USING TIMESTAMP ${writtenAtUs}`;
  let next = first;
  const work = async (): Promise<void> => {
    while (next <= last) {
      signal.throwIfAborted();
      const n = next++;
      const values = benchColumns.map(({ value }) => value(n));
      await client.execute(insert, values, { prepare: true, isIdempotent: true });
      if (n % progressRows === 0) onProgress(`${n.toLocaleString('en')} rows in Cassandra`);
    }
  };
  await Promise.all(Array.from({ length: insertsInFlight }, work));
  await client.execute(`ALTER TABLE ${tableOf(keyspace)} WITH cdc = true`);
}

export async function dropKeyspace(client: Client, keyspace: string): Promise<void> {
  await client.execute(`DROP KEYSPACE IF EXISTS ${quoteCql(keyspace)}`);
}

function tableOf(keyspace: string): string {
  return `${quoteCql(keyspace)}.${tableName}`;
}
