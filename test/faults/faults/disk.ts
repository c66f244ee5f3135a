import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readCdcRaw } from '../../../src/commit-log/cdc-raw.js';
import { stackPaths } from '../../../src/stack/directory.js';
import { readState } from '../../../src/stack/state.js';
import { servicesOfStack, stackDirectory } from '../../support/services.js';
import { type Fault } from '../fault.js';
import { endSegment } from '../segments.js';
import { type World } from '../world.js';

const fullMs = 20_000;
const megabytes = 64;
const filling = 'INSERT INTO warehouse_cdc.filler SELECT repeat(md5(random()::text), 60) FROM generate_series(1, $1)';
/** SQLSTATE disk_full. */
const diskFull = '53100';
const setter = join(process.cwd(), 'test/faults/java/SetBlockWrites.java');
/** Cassandra measures what is in cdc_raw when it begins a segment, and makes room when it begins the next one. */
const segmentsUntilRoomIsMade = 3;
const pausedMs = 3000;
const blockedMs = 10_000;

export const diskFaults: Fault[] = [
  {
    name: 'postgresql-disk-full',
    title: 'the disk of the rows in PostgreSQL is full for 20 s',
    unavailable: () => (process.geteuid?.() === 0 ? undefined : 'only root can mount a small file system'),
    inject: (world) => onSmallDisk((directory) => fillDisk(world, directory)),
  },
  {
    name: 'cdc-space-used-up',
    title: '`cdc_total_space` is used up while the source is paused (`cdc_block_writes: false`)',
    // The node deletes the oldest segments of its commit log, which nobody has read.
    mendedBy: 'verify --repair',
    inject: (world) => useUpCommitLogSpace(world),
  },
  {
    name: 'cdc-space-blocks-writes',
    title: '`cdc_total_space` is used up for 10 s while the source is paused (`cdc_block_writes: true`)',
    inject: async (world) => {
      await setBlockWrites(true);
      try {
        await useUpCommitLogSpace(world, blockedMs);
      } finally {
        await setBlockWrites(false);
      }
    },
  },
];

async function onSmallDisk(use: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'cdcctl-small-disk-'));
  run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', directory);
  try {
    const { uid, gid } = statSync(readState(stackPaths(stackDirectory))!.services.postgresql!.dataDirectory);
    chownSync(directory, uid, gid);
    await use(directory);
  } finally {
    run('umount', directory);
    rmSync(directory, { recursive: true });
  }
}

/** Moves the rows of a table there, fills what is left of it, and takes all of it back. */
async function fillDisk({ example: { sql } }: World, directory: string): Promise<void> {
  await sql(`CREATE TABLESPACE small_disk LOCATION '${directory}'`);
  await sql('ALTER TABLE warehouse_cdc.lines_rows SET TABLESPACE small_disk');
  await sql('CREATE UNLOGGED TABLE warehouse_cdc.filler (filling text) TABLESPACE small_disk');
  // Larger pieces first, and then what is left.
  for (const rows of [1000, 10, 1]) {
    while ((await codeOf(sql(filling, [rows]))) !== diskFull);
  }
  await sleep(fullMs);
  await sql('DROP TABLE warehouse_cdc.filler');
  await sql('ALTER TABLE warehouse_cdc.lines_rows SET TABLESPACE pg_default');
  await sql('DROP TABLESPACE small_disk');
}

/** What others have put into the directory counts, too. */
async function useUpCommitLogSpace(world: World, staysFullMs = 0): Promise<void> {
  const raw = await readCdcRaw(process.env.CASSANDRA_CONFIG!);
  if (typeof raw === 'string') throw new Error(raw);
  const filler = join(raw.directory, 'filler');
  await world.operate('pause', '--node', 'node1');
  try {
    await sleep(pausedMs);
    // It has no blocks on the disk.
    writeFileSync(filler, '');
    truncateSync(filler, raw.totalBytes);
    for (let segment = 0; segment < segmentsUntilRoomIsMade; segment++) {
      await endSegment(world.example);
      await sleep(pausedMs);
    }
    await sleep(staysFullMs);
  } finally {
    rmSync(filler, { force: true });
    await world.operate('resume', '--node', 'node1');
  }
}

async function codeOf(statement: Promise<unknown>): Promise<string | undefined> {
  return statement.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  );
}

function run(command: string, ...argv: string[]): void {
  const { status, stderr } = spawnSync(command, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${argv.join(' ')} failed: ${stderr}`);
}

async function setBlockWrites(blocks: boolean): Promise<void> {
  const { pid } = (await servicesOfStack()).cassandra;
  run('java', '--add-modules', 'jdk.attach', setter, String(pid), String(blocks));
}
