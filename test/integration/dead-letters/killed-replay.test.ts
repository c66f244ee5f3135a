import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { trailOf } from '../../../src/dead-letters/trail.js';
import { waitFor } from '../../../src/wait.js';
import { killService, servicesOfStack, startServices } from '../../support/services.js';
import { type LetterLab, openLetterLab } from './letter-lab.js';

let lab: LetterLab;

beforeAll(async () => {
  lab = await openLetterLab();
}, 120_000);

afterAll(async () => {
  await lab.close();
}, 120_000);

const lettersOfTopic = 300;
const lettersOfTable = 100;
/** Print as many offsets as there are; nothing stands there. */
const firstOffset = 1_000_000;

/** Letters as a sink and PostgreSQL write them, so many at once; each sets the age of a row of its own. */
async function makeLetters(firstId: number): Promise<string[]> {
  const at = (index: number) => firstOffset + firstId + index;
  const event = (index: number) => lab.event(firstId + index, { age: firstId + index });
  const { key, value, partition } = lab.good;
  await lab.produce({
    topic: lab.deadLetterTopic,
    messages: Array.from({ length: lettersOfTopic }, (_, index) => ({
      ...{ key, value },
      headers: {
        event: event(index),
        '__connect.errors.topic': lab.topic,
        '__connect.errors.partition': String(partition),
        '__connect.errors.offset': String(at(index)),
        '__connect.errors.connector.name': `${lab.name}-sink-people`,
        '__connect.errors.stage': 'VALUE_CONVERTER',
        '__connect.errors.exception.class.name': 'java.net.ConnectException',
        '__connect.errors.exception.message': 'the registry was away',
      },
    })),
  });
  const refused = Array.from({ length: lettersOfTable }, (_, index) => lettersOfTopic + index);
  await lab.sql(
    `INSERT INTO warehouse_cdc.dead_letters (table_name, topic, "partition", "offset", sqlstate, message, event)
     SELECT 'people', $1, $2, at, '57014', 'made by the test', event FROM unnest($3::bigint[], $4::text[]) AS l(at, event)`,
    [lab.topic, partition, refused.map(at), refused.map(event)],
  );
  return Array.from(
    { length: lettersOfTopic + lettersOfTable },
    (_, index) => `${lab.topic}/${partition}/${at(index)}`,
  );
}

function startReplay(...argv: string[]): { child: ChildProcess; ended: Promise<number | null> } {
  const child = spawn(
    join(process.cwd(), 'bin/cdcctl'),
    ['replay-dlq', '--all', '--include-stale', '-o', 'json', ...lab.files, ...argv],
    { cwd: process.env.CDCCTL_TEST_STACK_DIR!, stdio: 'ignore' },
  );
  return { child, ended: once(child, 'exit').then(([code]) => code as number | null) };
}

/** How often each letter was put back into the topic. */
async function timesSent(letters: string[]): Promise<Map<string, number>> {
  const times = new Map(letters.map((letter) => [letter, 0]));
  for (const record of await lab.read(lab.topic)) {
    const letter = trailOf(record)?.letter ?? '';
    if (times.has(letter)) times.set(letter, times.get(letter)! + 1);
  }
  return times;
}

async function expectEachOnce(firstId: number, letters: string[]): Promise<void> {
  const inTopic = letters.slice(0, lettersOfTopic);
  expect([...(await timesSent(inTopic))].filter(([, times]) => times !== 1)).toEqual([]);
  const ledger = await lab.sql(
    `SELECT count(*)::integer AS entries, count(DISTINCT letter)::integer AS letters, max(failure) AS failures
     FROM warehouse_cdc.dead_letter_ledger WHERE letter = ANY($1) AND outcome = 'replayed'`,
    [letters],
  );
  expect(ledger.rows).toEqual([{ entries: letters.length, letters: letters.length, failures: 1 }]);
  const rows = await lab.sql(
    'SELECT count(*)::integer AS n FROM warehouse.people WHERE id >= $1 AND id < $2 AND age = id',
    [firstId, firstId + letters.length],
  );
  expect(rows.rows).toEqual([{ n: letters.length }]);
  expect(await lab.letters()).toEqual([]);
}

test('a run that is killed at random points puts each letter back once, with the runs that follow it', async () => {
  const firstId = 1000;
  const letters = await makeLetters(firstId);
  let kills = 0;
  for (let code: number | null = null; code !== 0;) {
    expect(kills).toBeLessThan(40);
    // A run takes half a second to start, five to find out what was sent, if need be, and five to send.
    const longestMs = kills < 2 ? 2500 : 9000;
    const { child, ended } = startReplay('--rate', '80');
    const waited = await Promise.race([ended, sleep(400 + Math.random() * longestMs).then(() => 'killed' as const)]);
    if (waited === 'killed' && child.kill('SIGKILL')) kills++;
    code = await ended;
    expect([null, 0]).toContain(code);
  }
  expect(kills).toBeGreaterThan(1);
  await expectEachOnce(firstId, letters);
}, 300_000);

test('a batch that reaches the broker after its run was killed is found, and not sent again', async () => {
  const firstId = 3000;
  const letters = await makeLetters(firstId);
  const kafka = (await servicesOfStack()).kafka.pid!;
  const { child, ended } = startReplay('--rate', '100');
  await untilBatches('base_offset IS NOT NULL');
  process.kill(kafka, 'SIGSTOP');
  try {
    // Noted and sent, and nobody answers.
    await untilBatches('base_offset IS NULL');
    await sleep(500);
    child.kill('SIGKILL');
    await ended;
  } finally {
    process.kill(kafka, 'SIGCONT');
  }
  const again = startReplay();
  expect(await again.ended).toBe(0);
  await expectEachOnce(firstId, letters);
}, 300_000);

async function untilBatches(condition: string): Promise<void> {
  await waitFor({ what: `a batch with ${condition}`, timeoutMs: 30_000, intervalMs: 20 }, async () => {
    const { rows } = await lab.sql(
      `SELECT FROM warehouse_cdc.replay_batches AS b JOIN warehouse_cdc.replays AS r ON r.id = b.replay
       WHERE r.finished_at IS NULL AND ${condition}`,
    );
    return rows.length > 0 ? true : undefined;
  });
}

test('a broker that is killed meanwhile stops the run, and the next one goes on', async () => {
  const firstId = 5000;
  const letters = await makeLetters(firstId);
  const { ended } = startReplay('--rate', '100');
  await sleep(2000);
  await killService((await servicesOfStack()).kafka);
  expect([5, 0]).toContain(await ended);
  await startServices();
  const again = startReplay();
  expect(await again.ended).toBe(0);
  await expectEachOnce(firstId, letters);
}, 300_000);
