import { type ProgressSubject } from '../progress.js';
import { inert } from './inert.js';

export type LogFormat = 'text' | 'json';
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** What a message is about, as far as it is known. */
export type LogSubject = ProgressSubject;

/** Which run a message is of. */
export interface LogOrigin {
  /** `deploy`, `schema apply`; null where the command line does not tell. */
  command: string | null;
  /** The same for everything that one process says, or that processes with one CDCCTL_CORRELATION_ID say. */
  correlationId: string;
  /** Of the trace that the command is part of; null without one. */
  traceId: string | null;
}

export interface LogMessage extends LogSubject {
  level: LogLevel;
  message: string;
  /** What the operator can do. */
  hint?: string | undefined;
}

/** One line of `--log-format json`, in the shape of schema/log-entry.schema.json. */
export function logEntry(at: Date, origin: LogOrigin, entry: LogMessage): string {
  const { level, message, pipeline = null, table = null, connector = null, hint } = entry;
  const line = JSON.stringify({
    time: at.toISOString(),
    level,
    message,
    command: origin.command,
    pipeline,
    table,
    connector,
    correlation_id: origin.correlationId,
    trace_id: origin.traceId,
    ...(hint === undefined ? {} : { hint }),
  });
  return `${inert(line)}\n`;
}
