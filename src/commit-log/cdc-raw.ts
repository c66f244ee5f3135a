import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, messageOf } from '../errors.js';
import { type NodeConfig, readNodeConfig } from './node-config.js';
import { indexFileOf, segmentOf } from './position.js';

/** Segments of a node's commit log that wait for the source, as they lie on its disk. */
export interface CdcRaw {
  directory: string;
  usedBytes: number;
  /** What `cdc_total_space` allows. */
  totalBytes: number;
  /** `cdc_block_writes`: what happens when it is full. Otherwise the oldest changes are deleted unread. */
  blocksWrites: boolean;
  /** How long a write may be in memory before its segment tells of it. */
  syncPeriodMs: number;
  /** Those that hold changes, the oldest first. */
  segments: CdcSegment[];
}

export interface CdcSegment {
  id: number;
  file: string;
  bytes: number;
  syncedBytes: number;
}

const mebibyte = 1024 * 1024;
/** Without a setting: so much, or an eighth of the disk where that is less (org.apache.cassandra.config.DatabaseDescriptor). */
const defaultTotalBytes = 4096 * mebibyte;
const defaultSyncPeriodMs = 10_000;
const units: Record<string, number> = { B: 1, KiB: 1024, MiB: mebibyte, GiB: 1024 * mebibyte };

/** The reason, as text, where this machine is not the node or may not read its files. */
export async function readCdcRaw(cassandraConfig: string): Promise<CdcRaw | string> {
  try {
    const config = await readNodeConfig(cassandraConfig);
    const directory = config.cdc_raw_directory;
    if (directory === undefined) return `${cassandraConfig} sets no cdc_raw_directory`;
    const files = await Promise.all((await readdir(directory)).map((name) => fileIn(directory, name)));
    const present = files.filter((file) => file !== undefined);
    return {
      directory,
      usedBytes: present.reduce((sum, { bytes }) => sum + bytes, 0),
      totalBytes: totalSpace(config) ?? Math.min(defaultTotalBytes, (await diskBytes(directory)) / 8),
      blocksWrites: config.cdc_block_writes ?? true,
      syncPeriodMs: syncPeriodMs(config),
      segments: present.flatMap(({ segment }) => segment ?? []).sort((a, b) => a.id - b.id),
    };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return `${cassandraConfig} or its cdc_raw is not on this machine`;
    return messageOf(error);
  }
}

/** An index is made as soon as a segment holds a change. Undefined for what the source has taken away meanwhile. */
async function fileIn(directory: string, name: string): Promise<{ bytes: number; segment?: CdcSegment } | undefined> {
  const id = segmentOf(name);
  const bytes = await sizeOf(join(directory, name));
  if (bytes === undefined) return undefined;
  if (id === undefined || !name.endsWith('.log')) return { bytes };
  const index = await textOf(indexFileOf(join(directory, name)));
  const syncedBytes = Number.parseInt(index ?? '', 10);
  return Number.isNaN(syncedBytes)
    ? { bytes }
    : { bytes, segment: { id, file: join(directory, name), bytes, syncedBytes } };
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(({ size }) => size, undefinedIfGone);
}

async function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(undefinedIfGone);
}

function undefinedIfGone(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error;
}

async function diskBytes(directory: string): Promise<number> {
  const { blocks, bsize } = await statfs(directory);
  return blocks * bsize;
}

function totalSpace({ cdc_total_space: text, cdc_total_space_in_mb: mebibytes }: NodeConfig): number | undefined {
  if (mebibytes !== undefined) return mebibytes * mebibyte;
  const [, amount, unit = ''] = /^(\d+)\s*([KMG]?i?B)$/.exec(text ?? '') ?? [];
  return amount === undefined || units[unit] === undefined ? undefined : Number(amount) * units[unit];
}

function syncPeriodMs({ commitlog_sync_period: text, commitlog_sync_period_in_ms: ms }: NodeConfig): number {
  if (ms !== undefined) return ms;
  const [, amount, unit] = /^(\d+)\s*(ms|s)$/.exec(text ?? '') ?? [];
  return amount === undefined ? defaultSyncPeriodMs : Number(amount) * (unit === 's' ? 1000 : 1);
}
