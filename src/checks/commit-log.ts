import { readFile, statfs } from 'node:fs/promises';
import { parse } from 'yaml';
import { type Check, fail, ok, warn } from '../check.js';
import { type SourceNode } from '../pipeline/pipeline.js';

/** Below this, one burst of writes fills the disk. */
const leastFreeBytes = 2 * 1024 ** 3;

/** The directory of a node's change log, where this machine is the node; nothing elsewhere. */
export async function checkCommitLog({ id, cassandraConfig }: SourceNode): Promise<Check[]> {
  const settings = await readFile(cassandraConfig, 'utf8').catch(() => undefined);
  if (settings === undefined) return [];
  const yaml = (parse(settings) ?? {}) as { cdc_enabled?: boolean; cdc_raw_directory?: string };
  const name = `change log of ${id}`;
  if (yaml.cdc_enabled !== true) {
    return [fail(name, 'cdc_enabled is not true', `set it in ${cassandraConfig} and restart Cassandra`)];
  }
  const directory = yaml.cdc_raw_directory;
  const disk = directory === undefined ? undefined : await statfs(directory).catch(() => undefined);
  if (directory === undefined || disk === undefined) return [ok(name, 'cdc_enabled; its directory is not told')];
  const freeBytes = disk.bavail * disk.bsize;
  const told = `${Math.floor(freeBytes / 1024 ** 3)} GiB free in ${directory}`;
  return [freeBytes < leastFreeBytes ? warn(name, told, 'a full disk stops writes to the tables') : ok(name, told)];
}
