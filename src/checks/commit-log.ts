import { statfs } from 'node:fs/promises';
import { type Check, fail, ok, warn } from '../check.js';
import { readNodeConfig } from '../commit-log/node-config.js';
import { codeOf } from '../errors.js';
import { type SourceNode } from '../pipeline/pipeline.js';

/** Below this, one burst of writes fills the disk. */
const leastFreeBytes = 2 * 1024 ** 3;

/** The directory of a node's change log, where this machine is the node; nothing elsewhere. */
export async function checkCommitLog({ id, cassandraConfig }: SourceNode): Promise<Check[]> {
  const config = await readNodeConfig(cassandraConfig).catch((error: unknown) => {
    if (!['ENOENT', 'EACCES'].includes(codeOf(error) ?? '')) throw error;
    return undefined;
  });
  if (config === undefined) return [];
  const name = `change log of ${id}`;
  if (config.cdc_enabled !== true) {
    return [fail(name, 'cdc_enabled is not true', `set it in ${cassandraConfig} and restart Cassandra`)];
  }
  const directory = config.cdc_raw_directory;
  const disk = directory === undefined ? undefined : await statfs(directory).catch(() => undefined);
  if (directory === undefined || disk === undefined) return [ok(name, 'cdc_enabled; its directory is not told')];
  const freeBytes = disk.bavail * disk.bsize;
  const told = `${Math.floor(freeBytes / 1024 ** 3)} GiB free in ${directory}`;
  return [freeBytes < leastFreeBytes ? warn(name, told, 'a full disk stops writes to the tables') : ok(name, told)];
}
