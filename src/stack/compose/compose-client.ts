import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { OperatorError } from '../../errors.js';
import { findProgram } from '../find-program.js';

const directory = fileURLToPath(new URL('../../../compose/', import.meta.url));

/** A program that reads Compose files: `docker compose`, or `docker-compose`. */
export interface ComposeProgram {
  command: string;
  args: string[];
}

/** One Compose project. */
export interface ComposeProject {
  program: ComposeProgram;
  /** Of every call: addresses, ports and places, and what Docker itself reads. */
  env: Record<string, string | undefined>;
}

/** The program of this machine, where an engine answers; else why there is none. */
export async function findCompose(env: Record<string, string | undefined>): Promise<ComposeProgram | string> {
  if (findProgram(env.PATH, ['docker']) === undefined) return 'Docker is not installed';
  const engine = await attempt({ command: 'docker', args: ['version', '--format', '{{.Server.Version}}'] }, env);
  if (engine !== undefined) return `no Docker engine answers: ${engine}`;
  const plugin = { command: 'docker', args: ['compose'] };
  for (const program of [plugin, { command: 'docker-compose', args: [] }]) {
    if ((await attempt({ ...program, args: [...program.args, 'version'] }, env)) === undefined) return program;
  }
  return 'Docker has no Compose plugin';
}

/** Why it does not work; undefined when it does. */
async function attempt(program: ComposeProgram, env: Record<string, string | undefined>): Promise<string | undefined> {
  const { exitCode, lines } = await runToEnd(program.command, program.args, env).catch((error: Error) => ({
    exitCode: null,
    lines: [error.message],
  }));
  return exitCode === 0 ? undefined : (lines.at(-1) ?? 'it says nothing');
}

/** The files of the stack: with BASE_IMAGE, every image is built on that. */
export function composeFiles({ BASE_IMAGE: base = '' }: Record<string, string | undefined>): string[] {
  return ['compose.yaml', ...(base === '' ? [] : ['build.yaml'])].flatMap((file) => ['--file', `${directory}${file}`]);
}

/** Command line of one call. */
function commandLine({ program, env }: ComposeProject, args: string[]): string[] {
  return [...program.args, ...composeFiles(env), ...args];
}

export interface ComposeCall {
  args: string[];
  onLine?: (line: string) => void;
  signal?: AbortSignal;
}

/**
 * The lines on stdout of a call that succeeds.
 * @throws OperatorError (unreachable) with what Compose said last.
 */
export async function runCompose(project: ComposeProject, { args, onLine, signal }: ComposeCall): Promise<string[]> {
  const { command } = project.program;
  const { exitCode, lines, errors } = await runToEnd(command, commandLine(project, args), project.env, onLine, signal);
  signal?.throwIfAborted();
  if (exitCode === 0) return lines;
  throw new OperatorError({
    kind: 'unreachable',
    resource: `docker compose ${args[0]}`,
    message: errors.findLast((line) => line.trim() !== '') ?? `it ended with exit code ${exitCode}`,
    hint: 'where images cannot be pulled, build them: docs/compose.md; or run processes: cdcctl up --runtime native',
  });
}

/** The lines of a call as they come, until it ends or the signal comes. */
export async function* followCompose(
  project: ComposeProject,
  { args, signal }: { args: string[]; signal: AbortSignal },
): AsyncGenerator<string> {
  const child = spawn(project.program.command, commandLine(project, args), {
    env: project.env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop);
  try {
    yield* createInterface({ input: child.stdout });
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

async function runToEnd(
  command: string,
  args: string[],
  env: Record<string, string | undefined>,
  onLine?: (line: string) => void,
  signal?: AbortSignal,
): Promise<{ exitCode: number | null; lines: string[]; errors: string[] }> {
  const [lines, errors]: string[][] = [[], []];
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const stop = (): void => void child.kill('SIGTERM');
  signal?.addEventListener('abort', stop);
  createInterface({ input: child.stdout }).on('line', (line) => lines?.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    errors?.push(line);
    onLine?.(line);
  });
  try {
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    return { exitCode, lines: lines ?? [], errors: errors ?? [] };
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
