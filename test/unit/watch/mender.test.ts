import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type LagReport } from '../../../src/lag/report.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { Mender } from '../../../src/watch/mender.js';
import { lagReport, sourceLag } from '../../support/lag-reports.js';

let directory: string;
let minutes: number;
let told: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-mender-'));
  minutes = 0;
  told = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

function menderOf(restartCommand?: string[], maxRestarts = 7): Mender {
  const node = { id: 'node1', ...(restartCommand === undefined ? {} : { restartCommand }) };
  return new Mender({
    pipeline: { name: 'shop', source: { nodes: [node] }, tables: [] } as unknown as Pipeline,
    maxRestarts,
    tell: (level, message) => told.push(`${level} ${message}`),
    signal: new AbortController().signal,
    nowMs: () => minutes * 60_000,
  });
}

/** A command that leaves a line for each run, and what tells how many there were. */
const counting = () => {
  const file = join(directory, 'restarts');
  const script = `require('node:fs').appendFileSync(process.argv[1], 'x')`;
  return {
    command: [process.execPath, '-e', script, file],
    count: () => {
      try {
        return readFileSync(file, 'utf8').length;
      } catch {
        return 0;
      }
    },
  };
};

const dead = (): LagReport => lagReport({ sources: [sourceLag({ isHealthy: false })] });
const stalled = (): LagReport => lagReport({ sources: [sourceLag({ status: 'STALLED', recordsBehind: 5 })] });

test('threads that have ended: the worker is restarted by the command of its node, with growing pauses', async () => {
  const { command, count } = counting();
  const mender = menderOf(command);
  expect(await mender.mend(dead())).toBe(true);
  expect(await mender.mend(dead())).toBe(false);
  minutes = 2;
  expect(await mender.mend(dead())).toBe(true);
  expect(count()).toBe(2);
  expect(told).toEqual([
    'warn shop-source-node1: its threads have ended; restarted the worker of node1 (restart 1)',
    'warn shop-source-node1: its threads have ended; restarted the worker of node1 (restart 2)',
  ]);
});

test('without a command it is told what to do, and nothing is restarted', async () => {
  const mender = menderOf();
  expect(await mender.mend(dead())).toBe(false);
  expect(told).toEqual([
    'error shop-source-node1: its threads have ended; restart its worker (the definition names no restartCommand for node1)',
  ]);
});

test('a source that does nothing is given two minutes', async () => {
  const { command, count } = counting();
  const mender = menderOf(command);
  await mender.mend(stalled());
  minutes = 1.9;
  await mender.mend(stalled());
  await mender.mend(lagReport());
  minutes = 3;
  await mender.mend(stalled());
  expect(count()).toBe(0);
  minutes = 5;
  expect(await mender.mend(stalled())).toBe(true);
  expect(count()).toBe(1);
});

test('so is one that does nothing for one table', async () => {
  const { command, count } = counting();
  const mender = menderOf(command);
  const passing = lagReport({ sources: [sourceLag({ status: 'STALLED', passedOver: ['users'] })] });
  await mender.mend(passing);
  minutes = 2;
  expect(await mender.mend(passing)).toBe(true);
  expect(count()).toBe(1);
  expect(told).toEqual([
    'warn shop-source-node1: it passes over changes of users; restarted the worker of node1 (restart 1)',
  ]);
});

test('a command that fails is told with what it said', async () => {
  const mender = menderOf([process.execPath, '-e', 'console.error("unit not found"); process.exit(1)']);
  expect(await mender.mend(dead())).toBe(false);
  expect(told.at(-1)).toMatch(/^error shop-source-node1: it could not be restarted: .* failed: unit not found$/);
});

test('nothing is restarted while what it needs is away, and what somebody has paused stays so', async () => {
  const { command, count } = counting();
  const mender = menderOf(command);
  await mender.mend({ ...dead(), away: [{ part: 'kafka', kind: 'unreachable', message: 'refused', resource: null }] });
  const paused = lagReport({ sources: [sourceLag({ status: 'STALLED' })] });
  for (const connector of paused.connectors) connector.state = 'PAUSED';
  for (minutes = 0; minutes < 10; minutes++) await mender.mend(paused);
  expect(count()).toBe(0);
  expect(told).toEqual([]);
});

test('after as many restarts as are allowed it is given up, and told once', async () => {
  const { command, count } = counting();
  const mender = menderOf(command, 1);
  for (minutes = 0; minutes < 200; minutes += 10) await mender.mend(dead());
  expect(count()).toBe(1);
  expect(told.filter((line) => line.includes('given up'))).toEqual([
    'error shop-source-node1: its threads have ended; given up after 1 restarts',
  ]);
});
