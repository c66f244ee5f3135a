import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readContainerLogs } from './compose/logs.js';
import { openProject } from './compose/project.js';
import { logFile, stackPaths } from './directory.js';
import { EntryFolder, type LogEntry, type ServiceLogEntry } from './log-entries.js';
import { type ServiceName } from './services.js';
import { readState } from './state.js';

export interface LogsOptions {
  directory: string;
  services: ServiceName[];
  /** Entries of each log to begin with, of those that are wanted. */
  tail: number;
  /** Only what was logged then or later. */
  since?: Date | undefined;
  /** Only entries in whose text this is found. */
  grep?: RegExp | undefined;
  /** Goes on with what is written until the signal comes. */
  follow: boolean;
  env: Record<string, string | undefined>;
  signal: AbortSignal;
}

const pollMs = 250;
const chunkBytes = 256 * 1024;

/** The last entries of each log, then, when following, the new ones of all as they come. */
export async function* readLogs(options: LogsOptions): AsyncGenerator<ServiceLogEntry> {
  const paths = stackPaths(options.directory);
  const { follow, signal } = options;
  const state = readState(paths);
  if (state?.runtime === 'compose') {
    yield* lastEntries(readContainerLogs(await openProject(paths, state, options.env), options), options);
    return;
  }
  const cursors = options.services.map((service) => new LogCursor(service, logFile(paths, service)));
  const isWanted = wanted(options);
  for (const cursor of cursors) {
    const kept: ServiceLogEntry[] = [];
    for (const entry of cursor.advance({ toTheEnd: !follow })) {
      if (isWanted(entry)) kept.push(entry);
      if (kept.length > options.tail) kept.shift();
    }
    yield* kept;
  }
  while (follow && !signal.aborted) {
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    for (const cursor of cursors) {
      for (const entry of cursor.advance({ toTheEnd: signal.aborted })) if (isWanted(entry)) yield entry;
    }
  }
}

/** Of each service the last entries; all of them when following, where nobody knows which is the last. */
async function* lastEntries(
  entries: AsyncGenerator<ServiceLogEntry>,
  options: LogsOptions,
): AsyncGenerator<ServiceLogEntry> {
  const isWanted = wanted(options);
  const kept = new Map<ServiceName, ServiceLogEntry[]>(options.services.map((service) => [service, []]));
  for await (const entry of entries) {
    if (!isWanted(entry)) continue;
    if (options.follow) {
      yield entry;
      continue;
    }
    const last = kept.get(entry.service) ?? [];
    last.push(entry);
    if (last.length > options.tail) last.shift();
  }
  for (const last of kept.values()) yield* last;
}

function wanted({ since, grep }: LogsOptions): (entry: LogEntry) => boolean {
  const from = since?.toISOString();
  return ({ time, text }) =>
    (from === undefined || (time !== null && time >= from)) && (grep === undefined || grep.test(text));
}

/** A place in a log. */
class LogCursor {
  private position = 0;
  private unfinished = Buffer.alloc(0);
  private readonly folder = new EntryFolder();

  constructor(
    private readonly service: ServiceName,
    private readonly file: string,
  ) {}

  /** Entries that have ended since: by the next, by a log that stands still, or, `toTheEnd`, by its end. */
  *advance({ toTheEnd }: { toTheEnd: boolean }): Generator<ServiceLogEntry> {
    const before = this.position;
    for (const line of this.lines()) {
      const ended = this.folder.push(line);
      if (ended !== undefined) yield { service: this.service, ...ended };
    }
    if (!toTheEnd && this.position !== before) return;
    const last = this.folder.end();
    if (last !== undefined) yield { service: this.service, ...last };
  }

  /** Whole lines written since; a file that has become shorter was begun anew. */
  private *lines(): Generator<string> {
    if (!existsSync(this.file)) return;
    if (statSync(this.file).size < this.position) this.position = 0;
    for (let chunk = this.read(); chunk.length > 0; chunk = this.read()) {
      const text = Buffer.concat([this.unfinished, chunk]);
      const end = text.lastIndexOf(0x0a) + 1;
      this.unfinished = text.subarray(end);
      yield* text.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
    }
  }

  private read(): Buffer {
    const descriptor = openSync(this.file, 'r');
    try {
      const buffer = Buffer.alloc(chunkBytes);
      const length = readSync(descriptor, buffer, 0, chunkBytes, this.position);
      this.position += length;
      return buffer.subarray(0, length);
    } finally {
      closeSync(descriptor);
    }
  }
}
