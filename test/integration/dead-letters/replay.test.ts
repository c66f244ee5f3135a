import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type ShownLetter } from '../../../src/cli/dlq/render-letter.js';
import { type PipelineReplay } from '../../../src/cli/dlq/render-replay.js';
import { trailOf } from '../../../src/dead-letters/trail.js';
import { type CliRun, dataOf } from '../../support/cli.js';
import { stackOfTests } from '../../support/stack.js';
import { type Letter, type LetterLab, openLetterLab } from './letter-lab.js';

let lab: LetterLab;

beforeAll(async () => {
  lab = await openLetterLab();
}, 120_000);

afterEach(async () => {
  await lab.run('dlq', 'discard', '--all', '--reason', 'end of the test', '--yes');
});

afterAll(async () => {
  await lab.close();
}, 120_000);

function reportOf(run: CliRun): PipelineReplay {
  return dataOf<{ pipelines: PipelineReplay[] }>(run).pipelines[0]!;
}

/** A letter of the topic about a row that is in Cassandra. */
async function topicLetter(id: number, cells: Record<string, unknown> = {}): Promise<Letter> {
  await lab.cql(`INSERT INTO warehouse.people (id, name) VALUES (${id}, 'before')`);
  await lab.untilRow(id);
  await lab.send({ value: Buffer.from('bad'), headers: { event: lab.event(id, cells), other: 'kept' } });
  return (await lab.untilOpen(1))[0]!;
}

describe('what is put back', () => {
  test('has the topic, partition, key and bytes that it had, its own headers, and a trail', async () => {
    const letter = await topicLetter(1);
    const { partition, offset } = letter.origin!;
    const sent = (await lab.read(lab.topic)).find((one) => one.partition === partition && one.offset === offset);
    await lab.replay('--letter', letter.id);
    const again = (await lab.read(lab.topic)).find((one) => trailOf(one)?.letter === letter.id);
    expect(again).toMatchObject({ partition, key: sent!.key, value: sent!.value });
    const { 'cdcctl.replay': trail, ...headers } = again!.headers;
    expect(headers).toEqual(sent!.headers);
    expect(JSON.parse(String(trail))).toEqual({
      replay: expect.any(Number) as unknown,
      batch: 1,
      letter: letter.id,
      attempt: 1,
      firstSeen: letter.firstSeen,
    });
  }, 60_000);

  test('keeps other consumers in step: the value is made anew of an edited event, digits and all', async () => {
    const letter = await topicLetter(2, { age: 2147483647 });
    const replay = await lab.replay('--letter', letter.id, '--set', 'event.name.value=edited');
    expect(reportOf(replay).counts).toMatchObject({ applied: 1 });
    expect(await lab.untilRow(2)).toMatchObject({ name: 'edited', age: 2147483647 });
    const record = (await lab.read(lab.topic)).find((one) => trailOf(one)?.letter === letter.id)!;
    const { registryCodec } = await import('../../../src/clients/registry-codec.js');
    const value = await registryCodec(stackOfTests().registry).decode(record.value!);
    expect(JSON.parse(JSON.stringify(value))).toMatchObject({ name_value: 'edited', name_set: true });
  }, 60_000);

  test('can be edited in an editor', async () => {
    const letter = await topicLetter(3);
    const editor = join(process.env.CDCCTL_TEST_STACK_DIR!, 'editor.sh');
    writeFileSync(editor, '#!/bin/sh\nsed -i "s/name 3/by hand/" "$1"\n', { mode: 0o700 });
    process.env.VISUAL = editor;
    try {
      expect(reportOf(await lab.replay('--letter', letter.id, '--edit')).counts).toMatchObject({ applied: 1 });
    } finally {
      delete process.env.VISUAL;
    }
    expect(await lab.untilRow(3)).toMatchObject({ name: 'by hand' });
  }, 60_000);

  test('is only named by a dry run', async () => {
    const letter = await topicLetter(4);
    const before = (await lab.read(lab.topic)).length;
    const report = reportOf(await lab.replay('--all', '--dry-run'));
    expect(report).toMatchObject({ replay: null, counts: { planned: 1 } });
    expect(report.letters).toEqual([
      { id: letter.id, attempt: 1, outcome: 'planned', to: `${lab.topic}/${letter.origin!.partition}` },
    ]);
    expect((await lab.read(lab.topic)).length).toBe(before);
    expect((await lab.letters()).length).toBe(1);
  }, 60_000);
});

describe('a letter that fails again', () => {
  test('is one letter still, with one attempt more, is not tried twice in a run, and is skipped after some', async () => {
    const letter = await topicLetter(10);
    for (const attempts of [2, 3, 4]) {
      const report = reportOf(await lab.replay('--all'));
      expect(report.counts).toMatchObject({ failed: 1, applied: 0, skipped: 0 });
      expect(await lab.letters()).toMatchObject([{ id: letter.id, attempts, firstSeen: letter.firstSeen }]);
    }
    const skipped = await lab.replay('--all');
    expect(skipped.exitCode).toBe(4);
    expect(reportOf(skipped).letters).toMatchObject([
      { outcome: 'skipped', reason: 'it has failed 4 times; --max-attempts 4 puts it back once more' },
    ]);
    const asked = await lab.replay('--all', '--max-attempts', '4', '--rebuild-value');
    expect(asked.exitCode).toBe(0);
    expect(await lab.letters('--state', 'replayed', '--letter', letter.id)).toHaveLength(4);
  }, 90_000);

  test('is followed from Kafka into PostgreSQL and out of its inlet again', async () => {
    const letter = await topicLetter(11, { score: 99999 });
    expect(reportOf(await lab.replay('--all', '--rebuild-value')).counts).toMatchObject({ failed: 1 });
    expect(await lab.letters()).toMatchObject([{ id: letter.id, store: 'table', attempts: 2, errorClass: '22003' }]);
    const refused = await lab.replay('--all');
    expect(reportOf(refused).letters).toMatchObject([
      { outcome: 'failed', to: 'inlet', reason: 'smallint out of range' },
    ]);
    expect(await lab.letters()).toMatchObject([{ id: letter.id, attempts: 3, firstSeen: letter.firstSeen }]);
    expect(reportOf(await lab.replay('--all', '--set', 'event.score.value=9')).counts).toMatchObject({ applied: 1 });
    expect(await lab.untilRow(11)).toMatchObject({ score: 9 });
    expect(await lab.letters()).toEqual([]);
  }, 90_000);
});

describe('a stale letter', () => {
  const zeroBytes = ['--jq', '.event.name.value |= gsub("\\u0000"; "")'];

  async function inCassandra(id: number): Promise<Record<string, unknown>[]> {
    const { rows } = await lab.cassandra.execute(`SELECT name, age FROM ${lab.keyspace}.people WHERE id = ${id}`);
    return rows.map((row) => ({ name: row.get('name') as unknown, age: row.get('age') as unknown }));
  }

  const inPostgresql = async (id: number) =>
    (await lab.sql('SELECT name, age FROM warehouse.people WHERE id = $1', [id])).rows;

  /** An INSERT that PostgreSQL refuses. */
  async function refusedInsert(id: number): Promise<void> {
    await lab.cassandra.execute(`INSERT INTO ${lab.keyspace}.people (id, name, age) VALUES (${id}, 'o\0ld', 1)`);
    await lab.untilOpen(1);
  }

  test('is skipped where the row was written again, and does no harm when it is put back', async () => {
    await refusedInsert(30);
    await lab.cql("INSERT INTO warehouse.people (id, name, age) VALUES (30, 'new', 2)");
    await lab.untilRow(30);
    const skipped = await lab.replay('--all', ...zeroBytes);
    expect(skipped.exitCode).toBe(4);
    expect(reportOf(skipped).letters).toMatchObject([
      { outcome: 'skipped', reason: 'stale: every value that it sets was written again later' },
    ]);
    expect(reportOf(await lab.replay('--all', '--include-stale', ...zeroBytes)).counts).toMatchObject({ applied: 1 });
    expect(await lab.untilRow(30)).toMatchObject({ name: 'new', age: 2 });
    expect(await inPostgresql(30)).toEqual(await inCassandra(30));
  }, 60_000);

  test('is skipped where the row is gone, and brings nothing back when it is put back', async () => {
    await refusedInsert(31);
    await lab.cql('DELETE FROM warehouse.people WHERE id = 31');
    await lab.cql("INSERT INTO warehouse.people (id, name) VALUES (32, 'behind the delete')");
    await lab.untilRow(32);
    const report = reportOf(await lab.replay('--all', ...zeroBytes));
    expect(report.letters).toMatchObject([{ outcome: 'skipped', reason: 'stale: the row is gone from Cassandra' }]);
    expect(reportOf(await lab.replay('--all', '--include-stale', ...zeroBytes)).counts).toMatchObject({ applied: 1 });
    expect(await inPostgresql(31)).toEqual(await inCassandra(31));
  }, 60_000);

  test('is discarded, with the reason, where that is wanted', async () => {
    await refusedInsert(34);
    await lab.cql('DELETE FROM warehouse.people WHERE id = 34');
    const replay = await lab.replay('--all', '--discard-stale');
    expect(replay.exitCode).toBe(0);
    expect(reportOf(replay).counts).toMatchObject({ discarded: 1, skipped: 0 });
    const [letter] = await lab.letters('--state', 'discarded', '--key', 'id=34');
    const ledger = await lab.sql('SELECT reason FROM warehouse_cdc.dead_letter_ledger WHERE letter = $1', [letter!.id]);
    expect(ledger.rows).toEqual([{ reason: 'stale: the row is gone from Cassandra' }]);
  }, 60_000);

  test('is none where a value of it is the newest: only that one is taken', async () => {
    await refusedInsert(33);
    await lab.cql("UPDATE warehouse.people SET name = 'new' WHERE id = 33");
    await lab.untilRow(33);
    expect(reportOf(await lab.replay('--all', ...zeroBytes)).counts).toMatchObject({ applied: 1, skipped: 0 });
    expect(await lab.untilRow(33)).toMatchObject({ name: 'new', age: 1 });
    expect(await inPostgresql(33)).toEqual(await inCassandra(33));
  }, 60_000);
});

describe('what is chosen', () => {
  test('by cause, stage, key, time, offsets and number', async () => {
    for (const id of [40, 41, 42]) await lab.cql(`INSERT INTO warehouse.people (id, name) VALUES (${id}, 'x')`);
    const bad = Buffer.from('bad');
    const offsets = await lab.send(
      { value: bad, headers: { event: lab.event(40) } },
      { value: bad, headers: { event: lab.event(41) } },
      { headers: { event: lab.event(42, { score: 99999 }) } },
    );
    const letters = await lab.untilOpen(3);
    const refused = letters.find(({ stage }) => stage === 'MERGE')!;
    const count = async (...argv: string[]) => Number((await lab.run('dlq', 'count', ...argv)).stdout);
    const partition = `${lab.topic}/${lab.good.partition}`;
    expect(await count('--cause', refused.cause)).toBe(1);
    expect(await count('--stage', 'value_converter')).toBe(2);
    expect(await count('--key', 'id=41')).toBe(1);
    expect(await count('--since', '1h')).toBe(3);
    expect(await count('--until', '1h')).toBe(0);
    expect(await count('--letter', `${partition}/${offsets[0]}..${offsets[1]}`)).toBe(2);
    expect(await count('--table', 'people', '--letter', refused.id)).toBe(1);
    expect(reportOf(await lab.replay('--all', '--dry-run', '--limit', '2')).counts).toMatchObject({ planned: 2 });
    expect(await lab.replay()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--all') as unknown });
  }, 60_000);

  test('is grouped, shown and exported with all that is known', async () => {
    const letter = await topicLetter(43);
    const grouped = await lab.run('dlq', 'list');
    expect(grouped.stdout).toMatch(new RegExp(`${letter.cause} +people +VALUE_CONVERTER +1 +1 .* ${letter.id} `));
    const shown = dataOf<ShownLetter>(await lab.run('dlq', 'show', letter.id, '-o', 'json'));
    expect(shown.letter).toMatchObject({
      recordKey: { data: { id: expect.anything() as unknown } },
      recordValue: { base64: Buffer.from('bad').toString('base64') },
      headers: { other: 'kept' },
      trace: expect.stringContaining('IllegalStateException') as unknown,
    });
    const name = shown.row!.columns.find((column) => column.name === 'name');
    expect(name).toMatchObject({ cassandra: 'before', postgresql: 'before' });
    const exported = await lab.run('dlq', 'export', '--letter', letter.id);
    const [line] = exported.stdout.trim().split('\n');
    expect(JSON.parse(line!)).toMatchObject({ id: letter.id, record: { value: 'YmFk', headers: { other: 'kept' } } });
  }, 60_000);
});

test('what became of each letter is written to a file', async () => {
  const letter = await topicLetter(50);
  const file = join(process.env.CDCCTL_TEST_STACK_DIR!, 'results.jsonl');
  await lab.replay('--all', '--rebuild-value', '--results', file);
  const { readFileSync } = await import('node:fs');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ id: letter.id, outcome: 'applied', attempt: 1 });
}, 60_000);

test('what was handled long ago is forgotten; what is open stays, with its first failure', async () => {
  await lab.cql("INSERT INTO warehouse.people (id, name, score) VALUES (60, 'x', 99999)");
  const [old] = await lab.untilOpen(1);
  await lab.run('dlq', 'discard', '--all', '--reason', 'old', '--yes');
  const open = await topicLetter(61, { score: 99999 });
  await lab.replay('--all', '--rebuild-value');
  const ids = [old!.id, open.id];
  await lab.sql(
    "UPDATE warehouse_cdc.dead_letter_ledger SET handled_at = handled_at - interval '29 days' WHERE letter = ANY($1)",
    [ids],
  );

  await lab.send({ value: Buffer.from('bad'), headers: { event: lab.event(61, { age: 5 }) } });
  const [, newer] = (await lab.untilOpen(2)).sort((a, b) => a.firstSeen.localeCompare(b.firstSeen));
  await lab.replay('--letter', newer!.id, '--rebuild-value');

  const kept = await lab.sql('SELECT DISTINCT letter FROM warehouse_cdc.dead_letter_ledger WHERE letter = ANY($1)', [
    ids,
  ]);
  expect(kept.rows).toEqual([{ letter: open.id }]);
  const refused = await lab.sql(
    "SELECT key ->> 'id' AS id FROM warehouse_cdc.dead_letters WHERE key ->> 'id' IN ('60', '61')",
  );
  expect(refused.rows).toEqual([{ id: '61' }]);
  expect(await lab.letters()).toMatchObject([{ id: open.id, attempts: 2, firstSeen: open.firstSeen }]);
}, 90_000);
