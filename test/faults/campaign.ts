import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../src/errors.js';
import { interruption } from '../bench/support/interruption.js';
import { type Said } from './daemons.js';
import { countEvents, endOffsets } from './events.js';
import { type Fault } from './fault.js';
import { countLost, repair, settle } from './judge.js';
import { type FaultResult } from './result.js';
import { World } from './world.js';

export interface CampaignOptions {
  faults: Fault[];
  seed: number;
  ratePerSecond: number;
  onProgress: (line: string) => void;
  onResult: (result: FaultResult) => void;
}

/** From the start of the load to the fault: between these, by the seed. */
const soonestMs = 2000;
const latestMs = 6000;
/** The load goes on for so long after the fault. */
const afterMs = 4000;

/** Makes each fault in turn, on one pipeline: each begins with all rows equal. */
export async function runCampaign(options: CampaignOptions): Promise<void> {
  const { onProgress, ...rest } = options;
  const said: Said[] = [];
  const onSaid = (one: Said) => {
    said.push(one);
    if (one.level !== 'info') onProgress(`    ${one.message}`);
  };
  const world = await World.open({ ...rest, daemons: ['watch', 'reconcile'], onSaid });
  try {
    await runEach(world, said, options);
  } finally {
    await world.close();
  }
}

async function runEach(world: World, said: Said[], { faults, seed, onProgress, onResult }: CampaignOptions) {
  const stop = new AbortController();
  interruption().catch((error: unknown) => {
    onProgress('the run ends after this fault');
    stop.abort(error);
  });
  for (const [index, fault] of faults.entries()) {
    stop.signal.throwIfAborted();
    onProgress(`${fault.name}: ${fault.title}`);
    onResult(await runFault(world, fault, { seed: seed + index, said }));
  }
}

interface FaultRun {
  seed: number;
  said: Said[];
}

async function runFault(world: World, fault: Fault, { seed, said }: FaultRun): Promise<FaultResult> {
  const { example, random } = world;
  const result: FaultResult = {
    ...{ fault: fault.name, title: fault.title, seed, statements: 0, refused: 0, events: 0, repeated: 0, lost: 0 },
    ...{ noticedSeconds: null, noticed: null, recoveredSeconds: null, wrong: 0, wrongAfterRepair: 0, problem: null },
  };
  try {
    // Those that have seen the fault before would wait longer with their next restart.
    await world.restartDaemons();
    const before = await settle(example, false);
    if (before.wrong > 0 || before.problem !== null) {
      throw new Error(before.problem ?? `${before.wrong} rows differed before the fault`);
    }
    await example.run('recover', '--prune', '-q');
    const lostBefore = await countLost(example);
    const offsets = await endOffsets(world.topics);
    world.startLoad(seed);
    await sleep(random.number.int({ min: soonestMs, max: latestMs }));
    const beganMs = Date.now();
    const heardBefore = said.length;
    await fault.inject(world);
    const endedMs = Date.now();
    await sleep(afterMs);
    Object.assign(result, await world.stopLoad());
    await world.heal();
    const { wrong, problem, atMs } = await settle(example, fault.mendedBy !== undefined);
    Object.assign(result, await countEvents(offsets));
    result.wrong = wrong;
    result.recoveredSeconds = wrong > 0 || problem !== null ? null : secondsFrom(endedMs, atMs);
    result.lost = Math.max(0, (await countLost(example)) - lostBefore);
    const noticed = said.slice(heardBefore).find(({ level }) => level !== 'info');
    result.noticed = noticed?.message ?? null;
    result.noticedSeconds = noticed === undefined ? null : secondsFrom(beganMs, noticed.atMs);
    if (wrong > 0) result.wrongAfterRepair = await repair(example);
    result.problem = said.slice(heardBefore).find(({ isEnd }) => isEnd)?.message ?? problem;
  } catch (error) {
    result.problem = messageOf(error);
    await world.stopLoad();
    await world.heal();
  }
  return result;
}

function secondsFrom(fromMs: number, toMs: number): number {
  return Math.round((toMs - fromMs) / 100) / 10;
}
