import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readCdcRaw } from '../../../src/commit-log/cdc-raw.js';
import { indexFileOf } from '../../../src/commit-log/position.js';
import { type NodeRecovery } from '../../../src/recover/recover.js';
import { waitFor } from '../../../src/wait.js';
import { dataOf } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';

let example: ExamplePipeline;

beforeAll(async () => {
  example = await openExamplePipeline();
  // Not of the pipeline, but captured on the same node.
  await example.cql(
    'CREATE TABLE warehouse.poison (id int PRIMARY KEY, items list<frozen<tuple<int, text>>>) WITH cdc = true',
  );
  await example.cql('CREATE TABLE warehouse.filler (id int PRIMARY KEY, value blob)');
  expect(await example.run('deploy', '--wait')).toMatchObject({ exitCode: 0 });
  for (let id = 0; id < 20; id++) await write(id, 'before');
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
}, 120_000);
afterAll(() => example.close(), 60_000);

const write = (id: number, email: string) =>
  example.cql(`INSERT INTO warehouse.users (user_id, email) VALUES (${uuid(id)}, '${email}')`);
const uuid = (id: number) => `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;

async function recover(...argv: string[]) {
  const run = await example.run('recover', ...argv, '-o', 'json');
  const { pipelines, pruned } = dataOf<{ pipelines: { nodes: NodeRecovery[] }[]; pruned: string[] }>(run);
  const [node] = pipelines[0]!.nodes;
  return { exitCode: run.exitCode, node: node!, users: node!.tables[0]!, pruned };
}

/** Deleting an element of such a list makes the connector give up the segment that is being written. */
async function losePartOfTheLog(): Promise<void> {
  await example.cql("INSERT INTO warehouse.poison (id, items) VALUES (1, [(1, 'a'), (2, 'b')])");
  await example.cql('DELETE items[0] FROM warehouse.poison WHERE id = 1');
  for (let id = 0; id < 10; id++) await write(id, 'after');
  for (let id = 10; id < 15; id++) await example.cql(`DELETE FROM warehouse.users WHERE user_id = ${uuid(id)}`);
  for (let id = 100; id < 110; id++) await write(id, 'new');
}

test('changes that the connector has lost are found in the commit log and read back', async () => {
  // What other tests have had lost is found each time.
  const { users: before } = await recover('--dry-run');
  await losePartOfTheLog();
  expect(await example.verify()).toMatchObject({ exitCode: 3 });

  const found = await recover('--dry-run');
  expect(found).toMatchObject({ exitCode: 3, node: { problem: null, unread: [] }, users: { rows: 0 } });
  const [lost, partitions] = [before.lost + 25, before.partitions + 25];
  expect(found.users).toMatchObject({ lost, partitions });
  expect(Date.parse(found.users.lostFrom!)).toBeLessThanOrEqual(Date.parse(found.users.lostTo!));
  expect(Date.now() - Date.parse(found.users.lostTo!)).toBeLessThan(120_000);

  const mended = await recover();
  expect(mended).toMatchObject({
    exitCode: 0,
    users: { lost, rows: partitions, refused: 0, failed: 0, failure: null },
  });
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
  // The connector is done with this segment, and would lose what other tests write to it: with a drop the node leaves it.
  await example.cql('DROP TABLE warehouse.poison');
}, 180_000);

/** Two of these and no third are in one segment: the node closes it. */
const fillSegment = (id: number) =>
  example.cassandra.execute(
    `INSERT INTO ${example.keyspace}.filler (id, value) VALUES (?, ?)`,
    [id, Buffer.alloc(400_000)],
    { prepare: true },
  );

test('changes that the connector passes over after it has read an index amiss are found', async () => {
  await write(1, 'before');
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
  const cdcRaw = await readCdcRaw(process.env.CASSANDRA_CONFIG!);
  if (typeof cdcRaw === 'string') throw new Error(cdcRaw);
  // Cassandra writes the index anew; who reads it meanwhile can get the digits of the old number and then of the new one.
  const { file, syncedBytes } = cdcRaw.segments.at(-1)!;
  writeFileSync(indexFileOf(file), `${syncedBytes}99`);
  await sleep(1000);
  const beganMs = Date.now();
  for (let id = 200; id < 205; id++) await write(id, 'passed over');
  for (let id = 0; id < 4; id++) await fillSegment(id);
  await waitFor({ what: 'the end of the segment', timeoutMs: 30_000 }, () =>
    Promise.resolve(!existsSync(file) || undefined),
  );

  const { exitCode, users } = await recover();
  expect(exitCode).toBe(0);
  expect(users.lost).toBeGreaterThanOrEqual(5);
  expect(Date.parse(users.lostTo!)).toBeGreaterThanOrEqual(beganMs);
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
}, 180_000);

test('segments go when all they hold is accounted for and the node has closed them', async () => {
  // So much that the node also flushes what is in its commit log.
  for (let id = 0; id < 60; id++) {
    await fillSegment(id);
    await write(id, 'while segments are filled');
  }
  // Makes room in the commit log: a node that makes it while a table is dropped stops itself ("Unknown CF").
  await example.cql('TRUNCATE warehouse.filler');
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
  const { node } = await waitFor({ what: 'settled segments', timeoutMs: 60_000, intervalMs: 2000 }, async () => {
    const looked = await recover();
    expect(looked.exitCode).toBe(0);
    return looked.node.settled.length > 3 ? looked : undefined;
  });
  const { exitCode, pruned } = await recover('--prune');
  expect(exitCode).toBe(0);
  expect(pruned).toEqual(expect.arrayContaining(node.settled.map(({ file }) => file)));
  expect(pruned.filter((file) => existsSync(file))).toEqual([]);
  expect(await example.verify()).toMatchObject({ exitCode: 0 });
}, 180_000);

test('another machine than the node says so', async () => {
  const { exitCode, node } = await recover('--set', 'spec.source.nodes.node1.relocationDirectory=/nowhere');
  expect(exitCode).toBe(4);
  expect(node.problem).toContain('/nowhere is not on this machine');
});
