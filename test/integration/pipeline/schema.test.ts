import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type TableSchemaDiff } from '../../../src/deploy/schema/schema.js';
import { type VerifyReport } from '../../../src/verify/report.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';

let example: ExamplePipeline;

beforeAll(async () => {
  const create = (name: string) =>
    `CREATE TABLE warehouse.${name} (shelf int, item int, name text, amount decimal, PRIMARY KEY (shelf, item)) WITH cdc = true`;
  const names = ['grown', 'shrunk', 'renamed'];
  example = await openExamplePipeline({
    cql: names.map(create),
    tables: names.map((name) => `    - name: ${name}`).join('\n'),
  });
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(() => example.close());

/** An INSERT sooner after a change of the schema would be lost by the source. */
const sourceSeesSchema = () => sleep(3000);

/** What one test does to its table. */
function onTable(table: string) {
  const run = (...argv: string[]) => example.run(argv[0]!, ...argv.slice(1), '--table', table);
  return {
    run,
    cql: (statement: string) => example.cql(statement.replace('%', `warehouse.${table}`)),
    expectEqual: async () => {
      const result = await run('verify', '--max-wait', '20s', '-o', 'json');
      const differences = dataOf<VerifyReport>(result).tables.flatMap((one) => one.differences);
      expect({ exitCode: result.exitCode, differences }).toEqual({ exitCode: 0, differences: [] });
    },
    diff: async () => {
      const result = await run('schema', 'diff', '-o', 'json');
      const changes = dataOf<{ tables: TableSchemaDiff[] }>(result).tables.flatMap((one) => one.changes);
      expect(result.exitCode).toBe(changes.length === 0 ? 0 : 3);
      return changes;
    },
    /** Waits until the view has rows for a condition. */
    arrived: async (condition: string) => {
      for (let attempt = 0; attempt < 100; attempt++) {
        const { rowCount } = await example.sql(`SELECT FROM warehouse.${table} WHERE ${condition}`);
        if (rowCount! > 0) return;
        await sleep(200);
      }
      throw new Error(`no row came with ${condition}`);
    },
    mayRead: async (role: string) => {
      const { rows } = await example.sql(`SELECT has_table_privilege($1, 'warehouse.${table}', 'SELECT') AS may`, [
        role,
      ]);
      return rows[0]?.may;
    },
  };
}

test('columns that are added while events flow lose nothing, and what people made of the view stays', async () => {
  const { cql, run, diff, arrived, expectEqual, mayRead } = onTable('grown');
  await example.sql('GRANT SELECT ON warehouse.grown TO pg_monitor');
  await example.sql('CREATE VIEW warehouse.names AS SELECT name FROM warehouse.grown');
  await cql(`INSERT INTO % (shelf, item, name) VALUES (1, 1, 'before')`);

  await cql('ALTER TABLE % ADD age int');
  await cql('ALTER TABLE % ADD labels map<text, text>');
  await sourceSeesSchema();
  await cql(`INSERT INTO % (shelf, item, name, age, labels) VALUES (1, 2, 'new', 5, {'a': 'b'})`);
  await cql('UPDATE % SET age = 7 WHERE shelf = 1 AND item = 1');
  await cql(`UPDATE % SET name = 'last' WHERE shelf = 1 AND item = 2`);
  await arrived(`name = 'last'`);

  expect(await example.run('deploy')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('schema apply') });
  expect(await diff()).toEqual([
    { kind: 'add', column: 'age', type: 'integer' },
    { kind: 'add', column: 'labels', type: 'jsonb' },
  ]);
  expect(await run('schema', 'apply')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2 rows wait') });
  expect(await diff()).toEqual([]);
  expect(await run('reconcile')).toMatchObject({ exitCode: 0 });
  await expectEqual();
  const { rows } = await example.sql('SELECT item, age, labels FROM warehouse.grown ORDER BY item');
  expect(rows).toEqual([
    { item: 1, age: 7, labels: null },
    { item: 2, age: 5, labels: { a: 'b' } },
  ]);
  expect(await mayRead('pg_monitor')).toBe(true);

  await cql(`INSERT INTO % (shelf, item, age) VALUES (1, 3, 9)`);
  await arrived('age = 9');
}, 180_000);

test('a column that is dropped leaves the view and keeps its values; made again it begins empty', async () => {
  const { cql, run, diff, arrived, expectEqual, mayRead } = onTable('shrunk');
  await example.sql('GRANT SELECT ON warehouse.shrunk TO pg_monitor');
  await example.sql('CREATE VIEW warehouse.amounts AS SELECT amount FROM warehouse.shrunk');
  await cql(`INSERT INTO % (shelf, item, amount) VALUES (1, 1, 9)`);
  await arrived('amount = 9');
  await cql('ALTER TABLE % DROP amount');
  await sourceSeesSchema();
  await cql(`INSERT INTO % (shelf, item, name) VALUES (2, 1, 'after')`);
  await arrived(`name = 'after'`);
  expect(await diff()).toEqual([{ kind: 'drop', column: 'amount', type: 'numeric' }]);
  expect(await run('schema', 'apply')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--yes') });

  // A view of somebody else's forbids making ours anew.
  const refused = await run('schema', 'apply', '--yes');
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('nothing was changed') });
  expect((await example.sql('SELECT FROM warehouse.shrunk WHERE amount = 9')).rowCount).toBe(1);
  await example.sql('DROP VIEW warehouse.amounts');
  expect(await run('schema', 'apply', '--yes')).toMatchObject({ exitCode: 0 });
  await expectEqual();
  const kept = await example.sql(
    `SELECT attname FROM pg_attribute WHERE attrelid = 'warehouse_cdc.shrunk_rows'::regclass AND attname LIKE '\\_\\_dropped\\_%\\_amount'`,
  );
  expect(kept.rowCount).toBe(1);
  expect(await mayRead('pg_monitor')).toBe(true);

  await cql('ALTER TABLE % ADD amount decimal');
  await sourceSeesSchema();
  expect(await run('schema', 'apply')).toMatchObject({ exitCode: 0 });
  await cql('UPDATE % SET amount = 11 WHERE shelf = 2 AND item = 1');
  await arrived('amount = 11');
  await expectEqual();
}, 180_000);

test('a column of the primary key is renamed; events in between are dead letters, and a load repairs them', async () => {
  const { cql, run, diff, arrived, expectEqual } = onTable('renamed');
  await cql(`INSERT INTO % (shelf, item, name) VALUES (1, 1, 'before')`);
  await arrived(`name = 'before'`);
  await cql('ALTER TABLE % RENAME shelf TO rack');
  await sourceSeesSchema();
  await cql(`INSERT INTO % (rack, item, name) VALUES (3, 1, 'between')`);
  expect(await diff()).toEqual([{ kind: 'rename', column: 'shelf', to: 'rack' }]);
  const letters = () => example.sql(`SELECT FROM warehouse_cdc.dead_letters WHERE table_name = 'renamed'`);
  for (let attempt = 0; attempt < 100 && (await letters()).rowCount === 0; attempt++) await sleep(200);
  expect((await letters()).rowCount).toBe(1);
  expect(await run('schema', 'apply', '--yes')).toMatchObject({ exitCode: 0 });
  await cql(`INSERT INTO % (rack, item, name) VALUES (3, 2, 'after')`);
  await arrived(`name = 'after'`);
  expect(await run('snapshot', '-q')).toMatchObject({ exitCode: 0 });
  await expectEqual();
}, 180_000);
