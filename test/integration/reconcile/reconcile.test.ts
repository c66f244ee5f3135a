import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Client } from 'cassandra-driver';
import pg from 'pg';
import { connectCassandra } from '../../../src/clients/cassandra.js';
import { silent } from '../../../src/progress.js';
import { pruneTombstones } from '../../../src/reconcile/prune.js';
import { reconcileTables, type TableReconciliation } from '../../../src/reconcile/reconcile.js';
import { bookkeepingSql, tableSql } from '../../../src/render/postgresql/postgresql.js';
import { driverConsistency } from '../../../src/rows/driver-consistency.js';
import { readReplicatedTables } from '../../../src/tables/read-replicated-tables.js';
import { type ReplicatedTable } from '../../../src/tables/replicated-table.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { tableSettings, testPipeline } from '../../support/pipeline.js';

const keyspace = 'reconcile_test';
const pipeline = testPipeline(keyspace, [tableSettings('things'), tableSettings('prices')]);

let database: TestDatabase;
let cassandra: Client;
let tables: ReplicatedTable[];

beforeAll(async () => {
  database = await createTestDatabase(keyspace);
  cassandra = await connectCassandra(pipeline.cassandra);
  await cassandra.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
  await cassandra.execute(
    `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  );
  await cassandra.execute(
    `CREATE TABLE ${keyspace}.things (id int, n int, name text, tags set<text>, PRIMARY KEY (id, n)) WITH cdc = true`,
  );
  await cassandra.execute(`CREATE TABLE ${keyspace}.prices (price decimal PRIMARY KEY, name text) WITH cdc = true`);
  tables = await readReplicatedTables(cassandra, pipeline);
  const objects = [bookkeepingSql(pipeline), ...tables.flatMap((table) => tableSql(pipeline, table))];
  for (const { sql } of objects) await database.client.query(sql);
}, 60_000);
afterAll(async () => {
  await database.drop();
  await cassandra.execute(`DROP KEYSPACE ${keyspace}`);
  await cassandra.shutdown();
});
beforeEach(async () => {
  await cassandra.execute(`TRUNCATE ${keyspace}.things`);
  await database.client.query(
    `TRUNCATE ${keyspace}_cdc.things_rows, ${keyspace}_cdc.things_partitions, ${keyspace}_cdc.reconcile_queue`,
  );
});

/** An event of `things` as the source writes it. */
function event(op: string, ts: number, key: { id: number; n?: number }, cells: Record<string, unknown> = {}): string {
  const cell = (value: unknown) => ({ value, deletion_ts: null, set: true });
  const row = Object.fromEntries(
    Object.entries({ n: null, ...key, ...cells }).map(([name, value]) => [name, cell(value)]),
  );
  return JSON.stringify({ name: null, tags: null, ...row, __op: op, __source_ts_us: ts });
}

async function deliver(table: string, ...events: string[]): Promise<void> {
  await database.client.query(`INSERT INTO ${keyspace}_cdc.${table}_inlet (event) SELECT unnest($1::text[])`, [events]);
}

async function reconcile(beforeRead: () => Promise<void> = () => Promise.resolve()): Promise<TableReconciliation[]> {
  return reconcileTables({
    cassandra,
    postgres: database.client,
    pipeline,
    tables,
    consistency: driverConsistency.LOCAL_QUORUM,
    pace: beforeRead,
    onProgress: silent,
  });
}

async function rows(): Promise<unknown[]> {
  return (await database.client.query<object>(`SELECT id, n, name, tags FROM ${keyspace}.things ORDER BY id, n`)).rows;
}

async function queued(): Promise<number> {
  return (await database.client.query(`SELECT FROM ${keyspace}_cdc.reconcile_queue`)).rowCount ?? 0;
}

test('a set that was changed is read back whole', async () => {
  await cassandra.execute(`INSERT INTO ${keyspace}.things (id, n, name, tags) VALUES (1, 1, 'a', {'x', 'y'})`);
  await deliver('things', event('u', 5, { id: 1, n: 1 }, { tags: ['y'] }));
  expect(await rows()).toEqual([]);
  expect(await reconcile()).toMatchObject([{ table: 'things', entries: 1, rows: 1, refused: 0, failed: 0 }, {}]);
  expect(await rows()).toEqual([{ id: 1, n: 1, name: 'a', tags: ['x', 'y'] }]);
  expect(await queued()).toBe(0);
});

describe('clocks of writers that differ from that of the reader', () => {
  const aheadUs = (Date.now() + 600_000) * 1000;
  const key = { id: 1, n: 1 };
  const insert = (us: number) =>
    cassandra.execute(`INSERT INTO ${keyspace}.things (id, n, tags) VALUES (1, 1, {'x'}) USING TIMESTAMP ${us}`);

  test('a set is read back also where it was deleted by one that is ahead', async () => {
    await insert(aheadUs + 10);
    await deliver('things', event('d', aheadUs, key), event('i', aheadUs + 10, key, { tags: ['x'] }));
    await reconcile();
    expect(await rows()).toEqual([{ ...key, name: null, tags: ['x'] }]);
  });

  test.each([
    ['row', 'id = 1 AND n = 1', key],
    ['partition', 'id = 1', { id: 1 }],
  ])('the delete of a %s by one that is behind ends what was read back', async (_, where, deleted) => {
    await insert(100);
    await deliver('things', event('i', 100, key, { tags: ['x'] }));
    await reconcile();
    await cassandra.execute(`DELETE FROM ${keyspace}.things USING TIMESTAMP 200 WHERE ${where}`);
    await deliver('things', event('d', 200, deleted));
    await reconcile();
    expect(await rows()).toEqual([]);
  });

  test('a delete does not end what one that is ahead has written', async () => {
    await insert(aheadUs);
    await deliver('things', event('i', aheadUs, key, { tags: ['x'] }));
    await reconcile();
    await deliver('things', event('d', (Date.now() + 1000) * 1000, key));
    await reconcile();
    expect(await rows()).toEqual([{ ...key, name: null, tags: ['x'] }]);
  });
});

test('a write that comes after the known rows were noted lives', async () => {
  await deliver('things', event('i', 5, { id: 1, n: 1 }, { name: 'gone' }), event('i', 5, { id: 1, n: 2 }));
  await deliver('things', event('r', 6, { id: 1 }));
  await reconcile(() => deliver('things', event('u', 10, { id: 1, n: 1 }, { name: 'newer' })));
  expect(await rows()).toEqual([{ id: 1, n: 1, name: 'newer', tags: null }]);
  expect(await queued()).toBe(0);
});

test('what an event queues again meanwhile is read again', async () => {
  await deliver('things', event('r', 6, { id: 1 }));
  const olderThanTheDelete = event('i', 5, { id: 1, n: 3 });
  let reads = 0;
  const [report] = await reconcile(async () => {
    if (reads++ === 0) await deliver('things', olderThanTheDelete);
  });
  expect({ reads, entries: report?.entries }).toEqual({ reads: 2, entries: 2 });
  expect(await rows()).toEqual([]);
});

test('what waits for a sink gives way, so that the sink never fails of a deadlock', async () => {
  await cassandra.execute(`INSERT INTO ${keyspace}.things (id, n, name) VALUES (1, 1, 'a')`);
  await cassandra.execute(`INSERT INTO ${keyspace}.things (id, n, name) VALUES (1, 2, 'b')`);
  await deliver('things', event('r', 6, { id: 1 }), event('u', 7, { id: 1, n: 1 }), event('u', 7, { id: 1, n: 2 }));
  const sink = new pg.Client({ connectionString: database.url });
  await sink.connect();
  const insert = (n: number) =>
    sink.query(`INSERT INTO ${keyspace}_cdc.things_inlet (event) VALUES ($1)`, [
      event('u', 8, { id: 1, n }, { name: 's' }),
    ]);
  // The sink's transaction has the second row and wants the first one while reconcile has that and wants the second.
  await sink.query('BEGIN');
  await insert(2);
  const reconciled = reconcile();
  await sleep(150);
  await insert(1);
  await sink.query('COMMIT');
  await sink.end();
  expect(await reconciled).toMatchObject([{ failed: 0, refused: 0 }, {}]);
  expect(await rows()).toMatchObject([{ name: 'a' }, { name: 'b' }]);
});

test('keys that PostgreSQL does not keep exactly stay queued, and it is said why', async () => {
  const expiring = JSON.stringify({
    price: { value: '1.10', deletion_ts: null, set: true },
    name: { value: 'x', deletion_ts: 1_700_000_000_000_000, set: true },
    __op: 'u',
    __source_ts_us: 5,
  });
  await deliver('prices', expiring);
  expect(await reconcile()).toMatchObject([
    {},
    { table: 'prices', entries: 0, failed: 1, failure: expect.stringContaining('price cannot be read back') },
  ]);
  expect(await queued()).toBe(1);
});

test('pruning removes the tombstones that are older than gc_grace_seconds, and nothing else', async () => {
  const now = new Date('2026-06-01T00:00:00Z');
  const agoUs = (days: number) => (now.getTime() - days * 86_400_000) * 1000;
  await deliver(
    'things',
    event('d', agoUs(20), { id: 1, n: 1 }),
    event('d', agoUs(5), { id: 1, n: 2 }),
    event('i', agoUs(20), { id: 1, n: 3 }, { name: 'alive' }),
    event('d', agoUs(20), { id: 2 }),
    event('d', agoUs(5), { id: 3 }),
  );
  expect(await pruneTombstones(database.client, pipeline, tables.slice(0, 1), now)).toEqual([
    { table: 'things', rows: 1, partitions: 1 },
  ]);
  expect(await rows()).toEqual([{ id: 1, n: 3, name: 'alive', tags: null }]);
  await deliver(
    'things',
    event('i', agoUs(6), { id: 1, n: 2 }, { name: 'late' }),
    event('i', agoUs(6), { id: 3, n: 1 }),
  );
  expect(await rows()).toHaveLength(1);
});
