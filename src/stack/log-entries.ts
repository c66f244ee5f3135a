import { type ServiceName } from './services.js';

/** What a service has logged at once: its lines, as they stand. */
export interface LogEntry {
  /** ISO 8601, in UTC; null before the first line that tells one. */
  time: string | null;
  text: string;
}

export interface ServiceLogEntry extends LogEntry {
  service: ServiceName;
}

/** As Cassandra, the JVMs, PostgreSQL and OpenBao write it, Prometheus (`ts=`), and cdcctl as JSON. */
const timed = /^(?:ts=|\{"time":")?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,3})\d*)?/;

/**
 * Joins lines into entries: a line without a time, as those of a Java trace, belongs to the entry before. Services write
 * their times in UTC.
 */
export class EntryFolder {
  private time: string | null = null;
  private lines: string[] = [];

  /** The entry that the line ends; undefined while it goes on. */
  push(line: string): LogEntry | undefined {
    const [, day, clock, fraction = '0'] = timed.exec(line) ?? [];
    if (day === undefined || clock === undefined) {
      this.lines.push(line);
      return undefined;
    }
    const ended = this.end();
    this.time = `${day}T${clock}.${fraction.padEnd(3, '0')}Z`;
    this.lines.push(line);
    return ended;
  }

  /** The entry that was begun; undefined without one. */
  end(): LogEntry | undefined {
    if (this.lines.length === 0) return undefined;
    const text = this.lines.join('\n');
    this.lines = [];
    return { time: this.time, text };
  }
}
