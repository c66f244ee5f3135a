import { type Stats } from 'node:fs';
import { access, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, messageOf } from '../errors.js';
import { readNodeConfig } from '../commit-log/node-config.js';
import { indexFileOf, segmentOf } from '../commit-log/position.js';
import { type SourceNode } from '../pipeline/pipeline.js';

/** A commit log segment that the connector has taken out of cdc_raw: `archive` as read, `error` as unreadable. */
export interface SetAsideSegment {
  id: number;
  file: string;
  place: 'archive' | 'error';
  bytes: number;
  /** Milliseconds since 1970. No change in it is older. */
  begunMs: number;
  /** Milliseconds since 1970. */
  setAsideMs: number;
  /** The node writes to it no more. */
  isClosed: boolean;
}

const places = ['archive', 'error'] as const;

/** The segments that a node's connector has set aside, the oldest first; the reason where this machine is not the node. */
export async function readSetAside(node: SourceNode): Promise<SetAsideSegment[] | string> {
  const { relocationDirectory, cassandraConfig } = node;
  try {
    const { cdc_raw_directory: cdcRaw, commitlog_directory: commitLog } = await readNodeConfig(cassandraConfig);
    await access(relocationDirectory);
    const device = cdcRaw === undefined ? undefined : (await stat(cdcRaw)).dev;
    const segments: SetAsideSegment[] = [];
    for (const place of places) {
      const directory = join(relocationDirectory, place);
      for (const name of await namesIn(directory)) {
        const id = segmentOf(name);
        if (id === undefined || !name.endsWith('.log')) continue;
        const file = join(directory, name);
        const stats = await stat(file);
        const isClosed = stats.nlink === 1 && !(commitLog !== undefined && (await exists(join(commitLog, name))));
        segments.push({
          ...{ id, file, place, isClosed },
          bytes: stats.size,
          begunMs: begunMs(stats, id, device),
          setAsideMs: stats.ctimeMs,
        });
      }
    }
    return segments.sort((a, b) => a.id - b.id);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return `${cassandraConfig} or ${relocationDirectory} is not on this machine`;
    return messageOf(error);
  }
}

/** Removes a segment and its index. */
export async function removeSegment({ file }: SetAsideSegment): Promise<void> {
  await rm(indexFileOf(file), { force: true });
  await rm(file, { force: true });
}

/** A moved file keeps its time of birth, a copy on another disk does not; the id is the node's start, and so never later. */
function begunMs({ birthtimeMs, dev }: Stats, id: number, device: number | undefined): number {
  return dev === device ? Math.max(birthtimeMs, id) : id;
}

async function namesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
