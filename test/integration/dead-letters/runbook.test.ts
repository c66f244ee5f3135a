import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { trailOf } from '../../../src/dead-letters/trail.js';
import { waitFor } from '../../../src/wait.js';
import { followPage, type Happenings } from '../../support/operator-page.js';
import { OperatorShell } from '../../support/operator-shell.js';
import { writeDefinition } from '../../support/operator-definition.js';
import { type BadNight, badNight, withUnreadableValue } from './bad-night.js';
import { type Letter, type LetterLab, openLetterLab } from './letter-lab.js';

const root = join(import.meta.dirname, '../../..');
const interruptedIds = [20, 21, 22, 23, 24, 25];
let lab: LetterLab;
let night: BadNight;
let shell: OperatorShell;
let directory: string;

beforeAll(async () => {
  lab = await openLetterLab();
  night = badNight(lab);
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-runbook-'));
  writeDefinition(directory, lab.files);
  const editor = join(directory, 'editor.sh');
  writeFileSync(editor, '#!/bin/sh\nsed -i s/99999/9/ "$1"\n', { mode: 0o700 });
  shell = new OperatorShell(directory, { VISUAL: editor });
}, 120_000);

afterAll(async () => {
  shell.close();
  rmSync(directory, { recursive: true });
  await lab.close();
}, 120_000);

const happenings: Happenings = {
  'First look': () => night.begin(),
  'When a sink has failed': async () => {
    await lab.sql('ALTER TABLE warehouse_cdc.people_inlet RENAME TO people_inlet_away');
    await lab.cql("INSERT INTO warehouse.people (id, name) VALUES (11, 'meanwhile')");
    await waitFor({ what: 'the sink to fail', timeoutMs: 60_000 }, async () =>
      (await lab.run('status')).exitCode === 3 ? true : undefined,
    );
  },
  'cdcctl deploy --wait': () => lab.sql('ALTER TABLE warehouse_cdc.people_inlet_away RENAME TO people_inlet'),
  'When a run was interrupted': async () => {
    await night.spoil(interruptedIds, withUnreadableValue);
    await lab.untilOpen(interruptedIds.length + openAtTheEnd);
    await killReplay();
  },
  // An edit changes PostgreSQL alone; the application writes the same to Cassandra.
  'cdcctl verify': async () => {
    await lab.cql("UPDATE warehouse.people SET name = 'ab' WHERE id = 5");
    const edited = await lab.sql('SELECT id, score FROM warehouse.people WHERE id IN (7, 8) ORDER BY score');
    expect(edited.rows.map(({ score }) => score)).toEqual([9, 32767]);
    for (const { id, score } of edited.rows) {
      await lab.cql(`UPDATE warehouse.people SET score = ${String(score)} WHERE id = ${String(id)}`);
    }
  },
};

/** The stale one, and the record without an event. */
const openAtTheEnd = 2;

/** Ends a run by SIGKILL while it puts letters back. */
async function killReplay(): Promise<void> {
  const argv = ['replay-dlq', '--stage', 'VALUE_CONVERTER', '--rebuild-value', '--rate', '2'];
  const run = spawn(join(root, 'bin/cdcctl'), argv, { cwd: directory, stdio: 'ignore' });
  const ended = once(run, 'exit');
  await waitFor({ what: 'letters to be put back', timeoutMs: 30_000, intervalMs: 50 }, async () => {
    const { rows } = await lab.sql('SELECT * FROM warehouse_cdc.replays WHERE finished_at IS NULL');
    // Letters are in the ledger before they are sent.
    const landed = 'SELECT * FROM warehouse_cdc.replay_batches WHERE replay = $1 AND base_offset IS NOT NULL';
    const { rowCount } = await lab.sql(landed, [rows[0]?.id]);
    return rowCount! > 0 ? true : undefined;
  });
  run.kill('SIGKILL');
  await ended;
}

test('every command of the runbook does what the page says, and in the end both sides are equal', async () => {
  const outputs = await followPage('docs/runbooks/dead-letters.md', { shell, happenings });
  expect(outputs.get('Put back')).not.toContain('no dead letters');
  expect(outputs.get('When a run was interrupted')).toMatch(/replay \d+ was interrupted after it had put back [1-5] /);
  expect(outputs.get('Discard')).toMatch(/: 1 discarded$[^]*would be[^]*^1 dead letters discarded/m);
  await expectEachOnce();
}, 400_000);

/** Each letter of the topic was sent once, and the copy has what was open at first. */
async function expectEachOnce(): Promise<void> {
  const trails = (await lab.read(lab.topic)).map(trailOf).filter((trail) => trail !== undefined);
  const letters = trails.map(({ letter }) => letter);
  // Three whose values were spoilt, one whose key was, and those of the interrupted run.
  expect(letters).toHaveLength(4 + interruptedIds.length);
  expect(new Set(letters).size).toBe(letters.length);
  const copy = readFileSync(join(directory, 'dead-letters.jsonl'), 'utf8').trim().split('\n');
  expect(copy.length).toBeGreaterThanOrEqual(11);
}

test('the table of decisions has a block for each', () => {
  const page = readFileSync(join(root, 'docs/runbooks/dead-letters.md'), 'utf8');
  const decisions = [...page.matchAll(/\(6([a-z])\)/g)].map(([, letter]) => letter!);
  const blocks = [...page.matchAll(/^\*\*([a-z])\.\*\*/gm)].map(([, letter]) => letter!);
  expect([...new Set(decisions)].sort()).toEqual(blocks);
});

test('the script for on-call tells what is open, puts back what has failed for a reason that has passed, and says what is left', async () => {
  const script = (...causes: string[]) =>
    shell.run([join(root, 'examples/on-call/dead-letters.sh'), ...causes].join(' '));
  await lab.sql("ALTER TABLE warehouse_cdc.people_rows ADD CONSTRAINT named CHECK (name <> 'too early')");
  await lab.cql("INSERT INTO warehouse.people (id, name) VALUES (40, 'too early')");
  const [{ cause, id }] = (await lab.untilOpen(1)) as [Letter];
  const looked = await script();
  expect(looked.exitCode).toBe(3);
  expect(looked.output).toMatch(new RegExp(`^${cause} .* ${id} [^]*^open dead letters: 1$`, 'm'));
  expect(await script(cause)).toMatchObject({
    exitCode: 4,
    output: expect.stringMatching(/1 failed again\nopen dead letters: 1/) as unknown,
  });
  await lab.sql('ALTER TABLE warehouse_cdc.people_rows DROP CONSTRAINT named');
  expect(await script(cause)).toMatchObject({
    exitCode: 0,
    output: expect.stringMatching(/1 applied\nopen dead letters: 0/) as unknown,
  });
  expect(await lab.untilRow(40)).toMatchObject({ name: 'too early' });
  expect((await script()).exitCode).toBe(0);
  expect((await script('no-cause')).exitCode).toBe(2);
  expect((await shell.run(`CDCCTL_FILE=nowhere.yaml ${join(root, 'examples/on-call/dead-letters.sh')}`)).exitCode).toBe(
    2,
  );
}, 120_000);
