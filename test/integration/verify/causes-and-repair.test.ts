import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Repairer } from '../../../src/verify/repair/repair.js';
import { type Difference, type TableReport } from '../../../src/verify/report.js';
import { type DeployedTables, deployTables } from './deployed-tables.js';

let systems: DeployedTables;

beforeAll(async () => {
  systems = await deployTables(
    ['things', 'passing'],
    [
      'CREATE TABLE %.things (id int, n int, name text, score double, tags set<text>, shared text static, PRIMARY KEY (id, n)) WITH cdc = true',
      'CREATE TABLE %.passing (id int PRIMARY KEY, name text) WITH cdc = true AND default_time_to_live = 60',
    ],
  );
}, 60_000);
afterAll(() => systems.close(), 60_000);
beforeEach(async () => {
  for (const table of ['things', 'passing']) await systems.cql(`TRUNCATE %.${table}`);
  await systems.sql('TRUNCATE %_cdc.things_rows, %_cdc.things_partitions, %_cdc.passing_rows, %_cdc.dead_letters');
  await systems.sql('TRUNCATE %_cdc.reconcile_queue');
});

const [t0, t1, t2] = [1_700_000_000_000_000n, 1_700_000_001_000_000n, 1_700_000_002_000_000n];

async function insertThings(...ids: number[]): Promise<void> {
  for (const id of ids) {
    await systems.cql(
      `INSERT INTO %.things (id, n, name, score, tags) VALUES (${id}, 1, 'name ${id}', ${id}.5, {'x', 'y'}) USING TIMESTAMP ${t0}`,
    );
    await systems.cql(`INSERT INTO %.things (id, shared) VALUES (${id}, 'shared ${id}') USING TIMESTAMP ${t0}`);
  }
}

function byId({ differences }: TableReport): Record<string, Pick<Difference, 'kind' | 'cause' | 'mend'>> {
  return Object.fromEntries(differences.map(({ key, kind, cause, mend }) => [String(key.id), { kind, cause, mend }]));
}

const repair = 'cdcctl verify --table things --repair';
const reconcile = 'cdcctl reconcile --table things';

test('each difference has its cause, and the command that mends it', async () => {
  await insertThings(1, 2, 3, 4, 5, 6, 7, 8, 9);
  await systems.load();
  expect(await systems.verify('things')).toMatchObject({ equal: true, rows: { cassandra: 9, postgresql: 9 } });

  await systems.sql(`UPDATE %.things SET name = 'by hand' WHERE id = 1`);
  await systems.cql(`UPDATE %.things USING TIMESTAMP ${t1} SET name = 'never told' WHERE id = 2 AND n = 1`);
  await systems.sql(`DELETE FROM %.things WHERE id = 3`);
  await systems.cql(`UPDATE %.things USING TIMESTAMP ${t1} SET name = 'refused' WHERE id = 4 AND n = 1`);
  await systems.deliver('things', {
    op: 'u',
    ts: t1,
    cells: { id: 4, n: 1, name: 'zero \0 byte' },
    untouched: ['score', 'tags', 'shared'],
  });
  await systems.cql(`UPDATE %.things USING TIMESTAMP ${t1} SET tags = tags + {'z'} WHERE id = 5 AND n = 1`);
  await systems.cql(`UPDATE %.things USING TIMESTAMP ${t1} SET tags = tags + {'z'} WHERE id = 6 AND n = 1`);
  await systems.sql(
    `INSERT INTO %_cdc.reconcile_queue (table_name, key, reason, source_ts_us, due_at) VALUES ('things', '{"id": 6, "n": 1}', 'value not in the log', ${t1}, now())`,
  );
  await systems.cql(`UPDATE %.things USING TIMESTAMP ${t1} SET shared = 'new' WHERE id = 7`);
  await systems.cql(`DELETE FROM %.things USING TIMESTAMP ${t1} WHERE id = 8 AND n = 1`);
  await systems.sql(`INSERT INTO %.things (id, n, name) VALUES (10, 1, 'by hand')`);

  const report = await systems.verify('things');
  expect(byId(report)).toEqual({
    1: { kind: 'changed', cause: 'changed-in-postgresql', mend: repair },
    2: { kind: 'changed', cause: 'lost-event', mend: repair },
    3: { kind: 'missing', cause: 'lost-event', mend: repair },
    4: { kind: 'changed', cause: 'dead-letter', mend: repair },
    5: { kind: 'changed', cause: 'collection-delta', mend: repair },
    6: { kind: 'changed', cause: 'reconcile-queue', mend: reconcile },
    7: { kind: 'changed', cause: 'static-column', mend: repair },
    8: { kind: 'extra', cause: 'unknown', mend: `${repair} --delete-extra` },
    10: { kind: 'extra', cause: 'changed-in-postgresql', mend: `${repair} --delete-extra` },
  });
  expect(report).toMatchObject({
    verdict: 'different',
    differenceCount: 9,
    kinds: { changed: 6, missing: 1, extra: 2 },
    causes: { 'changed-in-postgresql': 2, 'lost-event': 2 },
  });
}, 60_000);

test('a row whose partition is queued, and one whose time to live is over', async () => {
  await insertThings(1);
  await systems.load();
  await systems.cql(`UPDATE %.things USING TIMESTAMP ${t1} SET name = 'new' WHERE id = 1 AND n = 1`);
  await systems.sql(
    `INSERT INTO %_cdc.reconcile_queue (table_name, key, reason, source_ts_us, due_at) VALUES ('things', '{"id": 1}', 'range delete', ${t1}, now())`,
  );
  // It was written an hour ago, and its minute is over.
  await systems.sql(
    `INSERT INTO %_cdc.passing_rows (id, name, __marker_ts, __marker_live, __ts_name) SELECT 1, 'old', ts, true, ts
     FROM (SELECT (extract(epoch FROM now() - interval '1 hour') * 1000000)::bigint) AS written(ts)`,
  );
  expect(byId(await systems.verify('things'))).toMatchObject({ 1: { cause: 'reconcile-queue', mend: reconcile } });
  expect(byId(await systems.verify('passing'))).toMatchObject({ 1: { kind: 'extra', cause: 'expired' } });
}, 60_000);

test('repair writes the truth with its write times, so that the stream goes on as if nothing had been', async () => {
  await insertThings(1, 2, 3, 4);
  await systems.load();
  await systems.sql(`UPDATE %.things SET name = 'by hand', score = NULL WHERE id = 1`);
  await systems.sql(`DELETE FROM %.things WHERE id = 2`);
  // A tombstone that Cassandra does not have, and a value with a write time from the future.
  await systems.deliver('things', {
    op: 'd',
    ts: t2,
    cells: { id: 3, n: 1 },
    untouched: ['name', 'score', 'tags', 'shared'],
  });
  await systems.sql(`UPDATE %_cdc.things_rows SET name = 'future', __ts_name = ${t2 * 2n} WHERE id = 4`);
  await systems.sql(`INSERT INTO %.things (id, n, name) VALUES (5, 1, 'extra')`);

  const planned = await systems.verify('things', { repair: { dryRun: true, deleteExtra: false } });
  expect(planned).toMatchObject({ differenceCount: 5, repair: { dryRun: true, outcomes: { planned: 4, kept: 1 } } });
  expect(await systems.verify('things')).toMatchObject({ differenceCount: 5, repair: null });

  const repaired = await systems.verify('things', { repair: { dryRun: false, deleteExtra: false } });
  expect(repaired).toMatchObject({
    verdict: 'different',
    differenceCount: 1,
    kinds: { extra: 1 },
    repair: { dryRun: false, outcomes: { repaired: 4, kept: 1 } },
  });
  expect(Object.fromEntries(repaired.differences.map(({ key, repair: outcome }) => [key.id, outcome]))).toEqual({
    1: 'repaired', 2: 'repaired', 3: 'repaired', 4: 'repaired', 5: 'kept',
  }); // prettier-ignore
  expect(await systems.verify('things', { repair: { dryRun: false, deleteExtra: true } })).toMatchObject({
    equal: true,
    repair: { outcomes: { removed: 1 } },
  });
  expect(await systems.verify('things')).toMatchObject({ equal: true, rows: { postgresql: 4 } });

  // The events of before change nothing, whatever order they come in; the next ones do.
  for (const id of [1, 2, 3, 4]) {
    await systems.deliver('things', {
      op: 'i',
      ts: t0,
      cells: { id, n: 1, name: `name ${id}`, score: id + 0.5 },
      untouched: ['tags', 'shared'],
    });
  }
  expect(await systems.verify('things')).toMatchObject({ equal: true });
  for (const id of [1, 2, 3, 4]) {
    await systems.cql(`UPDATE %.things USING TIMESTAMP ${t1} SET name = 'next' WHERE id = ${id} AND n = 1`);
    await systems.deliver('things', {
      op: 'u',
      ts: t1,
      cells: { id, n: 1, name: 'next' },
      untouched: ['score', 'tags', 'shared'],
    });
  }
  expect(await systems.verify('things')).toMatchObject({ equal: true });
}, 60_000);

test('a row that has changed since it was compared is left alone', async () => {
  await insertThings(1, 2);
  await systems.load();
  await systems.sql(`UPDATE %.things SET name = 'by hand'`);
  const sides = systems.sides('things');
  const int = (value: number) => Buffer.from([0, 0, 0, value]);
  const text = (value: string) => Buffer.from(value);
  const record = await systems.sql(`SELECT record_send(row(score)) AS score FROM %.things WHERE id = 1`);
  const score = (record[0]!.score as Buffer).subarray(12);
  // What was compared had another name than what PostgreSQL has now.
  const pair = {
    suspect: { key: [int(1), int(1)], raw: [int(1), int(1)] },
    cassandra: undefined,
    postgresql: [int(1), int(1), text('compared'), score, null, null],
    differing: [0],
  };
  const repairer = new Repairer(sides, systems.postgresql, { dryRun: false, deleteExtra: true });
  expect(await repairer.repair([pair])).toEqual(['moved-on']);
  expect(await systems.sql(`SELECT name FROM %.things WHERE id = 1`)).toEqual([{ name: 'by hand' }]);
}, 60_000);

test('a value that PostgreSQL cannot hold stays a difference', async () => {
  await insertThings(1);
  await systems.load();
  await systems.cql(`UPDATE %.things USING TIMESTAMP ${t1} SET name = 'zero \0 byte' WHERE id = 1 AND n = 1`);
  expect(await systems.verify('things', { repair: { dryRun: false, deleteExtra: false } })).toMatchObject({
    differenceCount: 1,
    repair: { outcomes: { refused: 1 } },
    differences: [{ repair: 'refused' }],
  });
}, 60_000);
