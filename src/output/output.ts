import { once } from 'node:events';
import { Chalk, type ChalkInstance } from 'chalk';
import { type Envelope, envelopeJson } from './envelope.js';
import { inert, inertYaml } from './inert.js';
import { logEntry, type LogFormat, type LogLevel, type LogOrigin, type LogSubject } from './log-entry.js';

export interface OutputOptions {
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
  /** One of the built-in formats, or one that the command brings. */
  format: string;
  logFormat: LogFormat;
  quiet: boolean;
  verbose: boolean;
  color: boolean;
  /** Spinners need a terminal and nobody parsing what it shows. */
  interactive: boolean;
  now: () => Date;
  origin: LogOrigin;
}

/** The only place that prints: results go to stdout, everything else to stderr. */
export class Output {
  readonly paint: ChalkInstance;
  readonly warnings: string[] = [];

  constructor(readonly options: OutputOptions) {
    this.paint = new Chalk(options.color ? {} : { level: 0 });
  }

  /** Writes a result that is not an envelope: rendered SQL, shell exports, the log of a service. */
  write(text: string): void {
    this.print(inert(text));
  }

  /** Writes one line of a result that is not held in memory; returns when there is room for the next. */
  async line(text: string): Promise<void> {
    const { stdout } = this.options;
    if (!stdout.write(`${inert(text)}\n`)) await once(stdout, 'drain');
  }

  /** Writes the result of a command in the format that was asked for; `render` makes what is not JSON or YAML. */
  result<T>(envelope: Envelope<T>, render: (format: string) => string): void {
    const { format } = this.options;
    const json = () => envelopeJson(envelope);
    if (format === 'json') return this.print(json());
    if (format === 'yaml') return this.print(inertYaml(JSON.parse(json())));
    const text = render(format);
    if (text === '') return;
    // The other formats are for programs, and escape by their own rules.
    this.print(format === 'table' ? inert(text) : text);
  }

  private print(text: string): void {
    this.options.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
  }

  warn(message: string, subject: LogSubject = {}): void {
    this.warnings.push(message);
    this.log('warn', message, subject);
  }

  log(level: LogLevel, message: string, subject: LogSubject = {}): void {
    const { quiet, verbose, logFormat, stderr, now, origin } = this.options;
    if (level === 'debug' && !verbose) return;
    if (quiet && (level === 'info' || level === 'debug')) return;
    if (logFormat === 'json') {
      stderr.write(logEntry(now(), origin, { level, message, ...subject }));
      return;
    }
    const prefix = { debug: '', info: '', warn: this.paint.yellow('warning: '), error: this.paint.red('error: ') }[
      level
    ];
    const shown = inert(message);
    stderr.write(`${prefix}${level === 'debug' ? this.paint.dim(shown) : shown}\n`);
  }

  /** Says what comes now, apart from what was said before. */
  heading(text: string): void {
    const { quiet, logFormat, stderr } = this.options;
    if (logFormat === 'json') this.log('info', text);
    else if (!quiet) stderr.write(`\n${this.paint.bold(inert(text))}\n`);
  }
}
