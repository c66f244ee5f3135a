import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { peakBytes } from '../../support/measure/proc.js';

const intervalMs = 50;

/** Runs a program in the C locale; its greatest memory is what it had when it was last looked at. */
export async function runProgram(command: string, args: string[]): Promise<{ stdout: string; peakBytes: number }> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, LC_ALL: 'C' },
  });
  let peak = 0;
  const timer = setInterval(() => (peak = Math.max(peak, peakBytes(child.pid!))), intervalMs);
  try {
    const ended = new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    const [stdout, code] = await Promise.all([text(child.stdout), ended]);
    if (code !== 0) throw new Error(`${command} ended with ${code}`);
    return { stdout, peakBytes: peak };
  } finally {
    clearInterval(timer);
  }
}
