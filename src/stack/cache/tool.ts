import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { OperatorError } from '../../errors.js';

export interface ToolRun {
  command: string;
  args: string[];
  cwd: string;
  env?: Record<string, string | undefined>;
  /** How to get the tool where it is missing. */
  installHint: string;
  onLine?: (line: string) => void;
  signal?: AbortSignal | undefined;
}

/** Lines of a tool's output that are kept to explain its failure. */
const keptLines = 60;

/**
 * Runs a program to its end and returns the last lines of what it said.
 * @throws OperatorError invalid when it is not installed, unreachable when it fails: these tools fail at downloading.
 */
export async function runTool(run: ToolRun): Promise<string[]> {
  const lines: string[] = [];
  const child = spawn(run.command, run.args, {
    cwd: run.cwd,
    env: run.env ?? process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: run.signal,
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
      run.onLine?.(line);
    });
  }
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) => reject(startFailure(run, error)));
    child.once('close', resolve);
  });
  run.signal?.throwIfAborted();
  if (exitCode === 0) return lines;
  throw new OperatorError({
    kind: 'unreachable',
    message: `${run.command} failed (exit code ${exitCode}): ${complaintIn(lines)}`,
    hint: 'check the network and the settings of the client for its registry or mirror, then run the command again',
  });
}

function startFailure(run: ToolRun, error: NodeJS.ErrnoException): Error {
  if (run.signal?.aborted) return run.signal.reason instanceof Error ? run.signal.reason : error;
  if (error.code !== 'ENOENT') return error;
  return new OperatorError({
    kind: 'invalid',
    message: `${run.command} is needed to fetch the stack's programs and is not installed`,
    hint: run.installHint,
  });
}

function complaintIn(lines: string[]): string {
  const complaint = lines.find((line) => /^\[ERROR\] \S|npm err|^tar: /i.test(line)) ?? lines.at(-1) ?? 'no output';
  return complaint.replace(/^\[ERROR\] /, '').trim();
}
