import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

export interface CacheSurroundings {
  env: Record<string, string | undefined>;
  /** Effective user id; 0 is root. */
  userId: number;
}

/**
 * Where fetched artifacts are kept, shared by all checkouts. Root's home is closed to the unprivileged user that runs
 * PostgreSQL, so root keeps them in /var/cache.
 */
export function cacheDirectory({ env, userId }: CacheSurroundings): string {
  if (env.CDCCTL_CACHE_DIR) return resolve(env.CDCCTL_CACHE_DIR);
  if (userId === 0) return '/var/cache/cdcctl';
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'cdcctl');
}
