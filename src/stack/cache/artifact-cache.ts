import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { codeOf, messageOf, OperatorError } from '../../errors.js';
import { type ProgressListener } from '../../progress.js';
import { type ArtifactSet, artifactSets, type ArtifactSetName } from '../artifacts.js';
import { withLock } from '../lock.js';
import { requireNamespaces, shareOfItsOwn } from '../share-of-its-own.js';
import { findProgram } from '../find-program.js';
import { fetchArtifacts } from './fetch.js';
import { findDamage, writeManifest } from './manifest.js';

export interface ArtifactCacheOptions {
  cacheDirectory: string;
  javaHome?: string | undefined;
  /** Whether the programs that watch the stack are wanted, too. */
  observability?: boolean;
  /** Where programs are looked for that need not be fetched. */
  path?: string | undefined;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
}

/** What the stack can do without, as people call it. */
const optional = {
  vault: 'Vault',
  jmxExporter: 'the metrics of JVMs',
  alertmanager: 'Alertmanager',
  prometheus: 'Prometheus',
  traceAgent: 'the traces of Kafka Connect',
  jaeger: 'Jaeger',
} as const;
type OptionalSetName = keyof typeof optional;

/** Directory of each set's files, of a set that may be installed that of its programs; what is optional may be missing. */
export type ArtifactDirectories = Record<Exclude<ArtifactSetName, OptionalSetName>, string> &
  Partial<Record<OptionalSetName, string>>;

/**
 * Makes every artifact set available: those in the cache are checked, what is missing or damaged is fetched. A set
 * appears complete or not at all, also when several checkouts fetch at once.
 */
export async function ensureArtifacts(options: ArtifactCacheOptions): Promise<ArtifactDirectories> {
  const directories: Partial<ArtifactDirectories> = {};
  for (const [name, set] of Object.entries(artifactSets) as [ArtifactSetName, ArtifactSet][]) {
    if (isObserver(name) && options.observability !== true) continue;
    try {
      directories[name] = await provide(set, options);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!isOptional(name) || !(error instanceof OperatorError)) throw error;
      const hint = error.hint === undefined ? '' : `: ${error.hint}`;
      options.onProgress({ step: set.name, status: 'note', detail: `the stack goes without ${optional[name]}${hint}` });
    }
  }
  return directories as ArtifactDirectories;
}

function isOptional(name: ArtifactSetName): name is OptionalSetName {
  return Object.hasOwn(optional, name);
}

function isObserver(name: ArtifactSetName): boolean {
  return isOptional(name) && name !== 'vault';
}

async function provide(set: ArtifactSet, options: ArtifactCacheOptions): Promise<string> {
  if (set.kind !== 'debian' && set.kind !== 'go') return ensureSet(set, options);
  const installed = findProgram(options.path, set.programs);
  if (set.kind === 'go') return installed === undefined ? ensureSet(set, options) : dirname(installed);
  const directory = installed === undefined ? join(await ensureSet(set, options), 'usr', 'bin') : dirname(installed);
  if (shareOfItsOwn(directory, set) !== undefined) await requireNamespaces(set);
  return directory;
}

/** The directory of a set's files as they were published; fetched unless they are in the cache, and whole. */
export async function ensureSet(set: ArtifactSet, options: ArtifactCacheOptions): Promise<string> {
  const home = join(options.cacheDirectory, directoryName(set));
  const files = { content: join(home, 'content'), manifest: join(home, 'manifest.json') };
  if ((await findDamage(files.content, files.manifest)) === undefined) return files.content;
  await makeCacheDirectory(options.cacheDirectory);
  return withLock({ path: home, signal: options.signal, onWait: noteWaiting(set, options) }, async () => {
    if ((await findDamage(files.content, files.manifest)) !== undefined) await install(set, home, options);
    return files.content;
  });
}

async function install(set: ArtifactSet, home: string, options: ArtifactCacheOptions): Promise<void> {
  const step = `fetching ${set.name} ${set.version}`;
  options.onProgress({ step, status: 'started' });
  await removeLeftovers(home, options.cacheDirectory);
  const scratch = await mkdtemp(`${home}.partial-`);
  try {
    const request = {
      content: join(scratch, 'set', 'content'),
      scratch,
      javaHome: options.javaHome,
      onDownloaded: (files: number) =>
        options.onProgress({ step, status: 'advanced', completed: files, detail: 'files' }),
      signal: options.signal,
    };
    await mkdir(request.content, { recursive: true });
    for (const directory of [request.content, join(scratch, 'set')]) await chmod(directory, 0o755);
    await fetchArtifacts(set, request);
    await writeManifest(request.content, join(scratch, 'set', 'manifest.json'));
    await rm(home, { recursive: true, force: true });
    await rename(join(scratch, 'set'), home);
    options.onProgress({ step, status: 'done' });
  } catch (error) {
    options.onProgress({ step, status: 'failed', detail: messageOf(error) });
    throw error;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** What a process that was killed while it fetched this set has left; the lock says that none is fetching now. */
async function removeLeftovers(home: string, cacheDirectory: string): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    const path = join(cacheDirectory, name);
    if (path.startsWith(`${home}.partial-`)) await rm(path, { recursive: true, force: true });
  }
}

/** Contains a digest of the definition: a set whose contents change is another set. */
function directoryName(set: ArtifactSet): string {
  const digest = createHash('sha256').update(JSON.stringify(set)).digest('hex').slice(0, 8);
  return `${set.name}-${set.version}-${digest}`;
}

async function makeCacheDirectory(directory: string): Promise<void> {
  try {
    if ((await mkdir(directory, { recursive: true })) !== undefined) await chmod(directory, 0o755);
  } catch (error) {
    if (codeOf(error) !== 'EACCES' && codeOf(error) !== 'EROFS') throw error;
    throw new OperatorError({
      kind: 'invalid',
      resource: directory,
      message: 'the directory for fetched programs cannot be written',
      hint: 'set CDCCTL_CACHE_DIR to a directory of yours',
      cause: error,
    });
  }
}

function noteWaiting(set: ArtifactSet, { onProgress }: ArtifactCacheOptions): (owner: string) => void {
  return (owner) =>
    onProgress({ step: `fetching ${set.name} ${set.version}`, status: 'advanced', detail: `${owner} is at it` });
}
