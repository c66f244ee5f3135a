import { type OperatorError } from '../errors.js';
import { inert } from './inert.js';

/** What `-o json` prints: one stable shape for every command. */
export interface Envelope<T> {
  schemaVersion: 1;
  command: string;
  /** True exactly when the exit code is 0. */
  ok: boolean;
  data: T | null;
  warnings: string[];
  error: EnvelopeError | null;
}

export interface EnvelopeError {
  kind: string;
  message: string;
  resource?: string;
  hint?: string;
}

export function describeError(error: OperatorError): EnvelopeError {
  return {
    kind: error.kind,
    message: error.message,
    ...(error.resource === undefined ? {} : { resource: error.resource }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
}

/** The envelope as `-o json` prints it, without a newline at its end. */
export function envelopeJson<T>(envelope: Envelope<T>): string {
  return inert(JSON.stringify(envelope, jsonSafe, 2));
}

/** Numbers beyond 2^53 survive as strings. */
function jsonSafe(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
