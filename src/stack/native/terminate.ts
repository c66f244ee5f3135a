import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../../errors.js';
import { isRunning, type ProcessIdentity } from './processes.js';

export interface Termination {
  process: ProcessIdentity;
  /** Asks for a clean end. */
  signal: NodeJS.Signals;
  /** After that the process is killed. */
  timeoutMs: number;
}

/** Ends a process and returns when it is gone; tells whether it had to be killed. */
export async function terminate({ process, signal, timeoutMs }: Termination): Promise<'ended' | 'killed'> {
  send(process, signal);
  send(process, 'SIGCONT');
  if (await isGoneWithin(process, timeoutMs)) return 'ended';
  send(process, 'SIGKILL');
  await isGoneWithin(process, 10_000);
  return 'killed';
}

async function isGoneWithin(process: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isRunning(process)) {
    if (Date.now() >= deadline) return false;
    await sleep(50);
  }
  return true;
}

function send({ pid, startTicks }: ProcessIdentity, signal: NodeJS.Signals): void {
  if (!isRunning({ pid, startTicks })) return;
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}
