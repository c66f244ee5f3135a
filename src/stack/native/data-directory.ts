import { createHash } from 'node:crypto';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type StackPaths } from '../directory.js';
import { type ServiceName } from '../services.js';
import { type StackState } from '../state.js';
import { type Account, canReach } from './account.js';

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
