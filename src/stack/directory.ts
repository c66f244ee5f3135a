import { existsSync, realpathSync } from 'node:fs';
import { chmod, mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type ServiceName } from './services.js';

/** Where a stack keeps its things, below `.cdcctl` in the directory it was started in. */
export interface StackPaths {
  /** The directory that contains `.cdcctl`. */
  directory: string;
  home: string;
  state: string;
  /** Shell exports with the password of PostgreSQL. */
  environment: string;
  /** Generated configurations and credentials. */
  config: string;
  /** Keys and certificates of a stack with TLS. */
  tls: string;
  /** Secrets of connectors, which the Connect worker may read. */
  secrets: string;
  logs: string;
  data: string;
  temporary: string;
}

/** The directory's real path is used, since that is what processes are found by. */
export function stackPaths(asked: string): StackPaths {
  const directory = existsSync(asked) ? realpathSync(asked) : resolve(asked);
  const home = join(directory, '.cdcctl');
  return {
    directory,
    home,
    state: join(home, 'stack.json'),
    environment: join(home, 'env'),
    config: join(home, 'config'),
    tls: join(home, 'config', 'tls'),
    secrets: join(home, 'secrets'),
    logs: join(home, 'logs'),
    data: join(home, 'data'),
    temporary: join(home, 'tmp'),
  };
}

export function logFile(paths: StackPaths, name: ServiceName): string {
  return join(paths.logs, `${name}.log`);
}

export interface StackSearch {
  cwd: string;
  /** A directory that was asked for: no search then. */
  directory?: string | undefined;
}

/** The nearest directory with a stack, from `cwd` upwards as git does; undefined when there is none. */
export function findStackDirectory({ cwd, directory }: StackSearch): string | undefined {
  if (directory !== undefined) {
    const asked = resolve(cwd, directory);
    return existsSync(stackPaths(asked).state) ? asked : undefined;
  }
  for (let candidate = resolve(cwd); ; candidate = dirname(candidate)) {
    if (existsSync(stackPaths(candidate).state)) return candidate;
    if (candidate === dirname(candidate)) return undefined;
  }
}

/** Creates the directories of a stack; those with secrets are closed to others, the way to PostgreSQL's data is not. */
export async function makeStackDirectories(paths: StackPaths): Promise<void> {
  for (const [directory, mode] of [
    [paths.home, 0o711],
    [paths.data, 0o711],
    [paths.config, 0o700],
    [paths.secrets, 0o700],
    [paths.logs, 0o700],
  ] as const) {
    await mkdir(directory, { recursive: true });
    await chmod(directory, mode);
  }
}
