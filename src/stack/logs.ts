import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { logFile, stackPaths } from './directory.js';
import { type ServiceName } from './services.js';

export interface LogLine {
  service: ServiceName;
  text: string;
}

export interface LogsOptions {
  directory: string;
  services: ServiceName[];
  /** Lines of each log to begin with. */
  tail: number;
  /** Goes on with what is written until the signal comes. */
  follow: boolean;
  signal: AbortSignal;
}

const pollMs = 250;
const chunkBytes = 256 * 1024;

/** The last lines of each log, then, when following, the new ones of all as they come. */
export async function* readLogs(options: LogsOptions): AsyncGenerator<LogLine> {
  const paths = stackPaths(options.directory);
  const cursors = options.services.map((service) => new LogCursor(service, logFile(paths, service)));
  for (const cursor of cursors) yield* cursor.tail(options.tail);
  while (options.follow && !options.signal.aborted) {
    for (const cursor of cursors) yield* cursor.advance();
    await sleep(pollMs, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

/** A place in a log. */
class LogCursor {
  private position = 0;
  private unfinished = Buffer.alloc(0);

  constructor(
    private readonly service: ServiceName,
    private readonly file: string,
  ) {}

  *tail(lines: number): Generator<LogLine> {
    const kept: LogLine[] = [];
    for (const line of this.advance()) {
      kept.push(line);
      if (kept.length > lines) kept.shift();
    }
    yield* kept;
  }

  /** Whole lines written since; a file that has become shorter was begun anew. */
  *advance(): Generator<LogLine> {
    if (!existsSync(this.file)) return;
    if (statSync(this.file).size < this.position) this.position = 0;
    for (let chunk = this.read(); chunk.length > 0; chunk = this.read()) {
      const text = Buffer.concat([this.unfinished, chunk]);
      const end = text.lastIndexOf(0x0a) + 1;
      this.unfinished = text.subarray(end);
      for (const line of text.subarray(0, end).toString('utf8').split('\n').slice(0, -1)) {
        yield { service: this.service, text: line };
      }
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
