import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type StackPaths } from '../directory.js';
import { type ServiceName } from '../services.js';
import { type StackState } from '../state.js';
import { type Account, canReach } from './account.js';
import { type NativeContext } from './native-service.js';

export interface DataLookup {
  name: ServiceName;
  state: StackState;
  paths: StackPaths;
}

export function dataDirectoryOf({ name, state, paths }: DataLookup): string {
  return state.dataElsewhere[name] ?? join(paths.data, name);
}

/**
 * Where PostgreSQL's data goes when the account that runs it cannot pass through the directories above the stack, as
 * with a checkout in root's home; undefined when the stack's own directory will do.
 */
export async function reachableDataDirectory(paths: StackPaths, account: Account): Promise<string | undefined> {
  if (await canReach(account, paths.data)) return undefined;
  const digest = createHash('sha256').update(paths.directory).digest('hex').slice(0, 16);
  const shared = '/var/lib/cdcctl';
  const own = join(shared, digest);
  await mkdir(own, { recursive: true });
  for (const directory of [shared, own]) await chmod(directory, 0o711);
  return join(own, 'postgresql');
}

/** Makes the directories that a service runs in, and empties that of its temporary files. */
export async function makeDirectories({ dataDirectory, temporaryDirectory, account }: NativeContext): Promise<void> {
  await rm(temporaryDirectory, { recursive: true, force: true });
  for (const directory of [dataDirectory, temporaryDirectory]) {
    await mkdir(directory, { recursive: true });
    await chmod(directory, 0o700);
  }
  if (account !== undefined) await chown(dataDirectory, account.userId, account.groupId);
}
