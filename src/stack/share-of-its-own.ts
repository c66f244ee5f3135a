import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { messageOf, OperatorError } from '../errors.js';
import { type DebianSet } from './artifacts.js';

const namespace = ['--user', '--map-root-user', '--mount'];

/**
 * The `share` beside a package's programs where they read it as /usr/share and it is not installed there; undefined
 * where they find what they need.
 * @param directory that of the programs
 */
export function shareOfItsOwn(directory: string, { shared }: Pick<DebianSet, 'shared'>): string | undefined {
  if (shared === undefined || existsSync(join('/usr/share', shared))) return undefined;
  const share = join(directory, '..', 'share');
  return existsSync(join(share, shared)) ? share : undefined;
}

/** The command line with which a program sees `share` as /usr/share, and nobody else does. */
export function withShare(share: string, program: string, args: string[]): { command: string; args: string[] } {
  const script = 'mount --bind "$0" /usr/share && exec "$@"';
  return { command: 'unshare', args: [...namespace, 'sh', '-c', script, share, program, ...args] };
}

/** @throws OperatorError (invalid) where the kernel or a container does not let processes have a view of their own */
export async function requireNamespaces(set: DebianSet): Promise<void> {
  try {
    await promisify(execFile)('unshare', [...namespace, 'true'], { timeout: 10_000 });
  } catch (error) {
    throw new OperatorError({
      kind: 'invalid',
      message: `${set.name} reads its files in /usr/share, and cannot have one of its own here: ${messageOf(error)}`,
      hint: `apt-get install ${set.package}`,
      cause: error,
    });
  }
}
