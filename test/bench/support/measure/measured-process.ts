import { spawn } from 'node:child_process';
import { type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { type Usage, usageFd } from './usage.js';

export interface Program {
  /** Node's options, the script and its arguments. */
  argv: string[];
  stdin: string;
  exitCodes: number[];
}

export interface Measured {
  stdout: string;
  usage: Usage;
  /** From start to end. */
  seconds: number;
}

const usageModule = new URL('./tell-usage.js', import.meta.url).href;

/**
 * Runs a Node program in a process of its own.
 * @throws Error with what it wrote to stderr last, if it ends with another exit code
 */
export async function runMeasured({ argv, stdin, exitCodes }: Program, signal: AbortSignal): Promise<Measured> {
  const begunMs = performance.now();
  const child = spawn(process.execPath, ['--import', usageModule, ...argv], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    signal,
  });
  const ended = new Promise<{ code: number | null; seconds: number }>((resolve, reject) =>
    child.on('error', reject).on('exit', (code) => resolve({ code, seconds: (performance.now() - begunMs) / 1000 })),
  );
  child.stdin.end(stdin);
  const [{ code, seconds }, stdout, stderr, usage] = await Promise.all([
    ended,
    text(child.stdout),
    text(child.stderr),
    text(child.stdio[usageFd] as Readable),
  ]);
  if (!exitCodes.includes(code ?? -1)) {
    throw new Error(`node ${argv.join(' ')} ended with ${code}\n${stdout.slice(-2000)}\n${stderr.slice(-4000)}`);
  }
  return { stdout, usage: JSON.parse(usage) as Usage, seconds };
}
