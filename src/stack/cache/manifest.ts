import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, lstat, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

interface FileEntry {
  path: string;
  size: number;
  modifiedMs: number;
  /** Of a file's bytes, or of a symbolic link's target. */
  sha256: string;
}

interface Manifest {
  files: FileEntry[];
}

/** Records every file below `content`, and makes it readable for the users that services run as. */
export async function writeManifest(content: string, manifestFile: string): Promise<void> {
  const files: FileEntry[] = [];
  for (const path of await pathsBelow(content)) {
    const file = join(content, path);
    const found = await lstat(file);
    const isLink = found.isSymbolicLink();
    if (!isLink) await chmod(file, found.mode & 0o100 ? 0o755 : 0o644);
    files.push({ path, size: found.size, modifiedMs: found.mtimeMs, sha256: await digest(file, isLink) });
  }
  await writeFile(manifestFile, `${JSON.stringify({ files } satisfies Manifest)}\n`);
}

/**
 * Names the first thing that is wrong with the files of a manifest; undefined when all are as they were recorded.
 * Files whose size and time are unchanged are not read again, so that this takes milliseconds.
 */
export async function findDamage(content: string, manifestFile: string): Promise<string | undefined> {
  const manifest = await readManifest(manifestFile);
  if (manifest === undefined) return 'its manifest is missing or unreadable';
  for (const entry of manifest.files) {
    const file = join(content, entry.path);
    const found = await lstat(file).catch(() => undefined);
    if (found === undefined) return `${entry.path} is missing`;
    if (found.size !== entry.size) return `${entry.path} has ${found.size} bytes instead of ${entry.size}`;
    if (found.mtimeMs === entry.modifiedMs) continue;
    if ((await digest(file, found.isSymbolicLink())) !== entry.sha256) return `${entry.path} has a wrong checksum`;
  }
  return undefined;
}

async function readManifest(file: string): Promise<Manifest | undefined> {
  try {
    const manifest = JSON.parse(await readFile(file, 'utf8')) as Partial<Manifest>;
    return Array.isArray(manifest.files) && manifest.files.length > 0 ? { files: manifest.files } : undefined;
  } catch {
    return undefined;
  }
}

async function pathsBelow(directory: string): Promise<string[]> {
  const paths: string[] = [];
  for (const path of (await readdir(directory, { recursive: true })).sort()) {
    const file = join(directory, path);
    if ((await lstat(file)).isDirectory()) await chmod(file, 0o755);
    else paths.push(path);
  }
  return paths;
}

async function digest(file: string, isLink: boolean): Promise<string> {
  const hash = createHash('sha256');
  if (isLink) hash.update(await readlink(file));
  else await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
