import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, renameSync, statSync } from 'node:fs';
import { codeOf, messageOf, OperatorError } from '../../errors.js';
import { writeAtomically } from '../../atomic-file.js';
import { type Account } from './account.js';
import { type Launch } from './native-service.js';
import { identify, type ProcessIdentity } from './processes.js';

/** A log beyond this size is put aside when its service starts. */
const logLimitBytes = 20 * 1024 * 1024;

/** Changes whenever the service would be started otherwise. The environment is left out where it holds secrets. */
export function digestOf({ command, args, files, fingerprint }: Launch): string {
  return createHash('sha256')
    .update(JSON.stringify([command, args, files, fingerprint]))
    .digest('hex')
    .slice(0, 16);
}

export function writeConfiguration({ files }: Launch): void {
  for (const [file, content] of Object.entries(files)) writeAtomically({ file, content, mode: 0o600 });
}

export interface Spawning {
  launch: Launch;
  cwd: string;
  log: string;
  account: Account | undefined;
}

/** Starts a process that outlives this one, in a session of its own so that Ctrl-C does not reach it. */
export async function spawnDetached({ launch, cwd, log, account }: Spawning): Promise<ProcessIdentity> {
  if (existsSync(log) && statSync(log).size > logLimitBytes) renameSync(log, `${log}.1`);
  const descriptor = openSync(log, 'a', 0o600);
  try {
    const child = spawn(launch.command, launch.args, {
      cwd,
      env: launch.env,
      detached: true,
      stdio: ['ignore', descriptor, descriptor],
      ...(account === undefined ? {} : { uid: account.userId, gid: account.groupId }),
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const identity = child.pid === undefined ? undefined : identify(child.pid);
    return identity ?? { pid: child.pid ?? 0, startTicks: 0 };
  } catch (error) {
    throw new OperatorError({
      kind: codeOf(error) === 'ENOENT' || codeOf(error) === 'EACCES' ? 'invalid' : 'unreachable',
      resource: launch.command,
      message: `the program cannot be started: ${messageOf(error)}`,
      cause: error,
    });
  } finally {
    closeSync(descriptor);
  }
}
