import { setTimeout as sleep } from 'node:timers/promises';
import cassandra, { type Client } from 'cassandra-driver';
import { messageOf, OperatorError } from '../errors.js';
import { type Statement } from './table-writer.js';

const { consistencies, responseErrorCodes } = cassandra.types;

/** Not in the driver's list: writes are refused while cdc_raw is full. */
const cdcWriteFailure = 0x1600;

const transientCodes: number[] = [
  responseErrorCodes.overloaded,
  responseErrorCodes.isBootstrapping,
  responseErrorCodes.unavailableException,
  responseErrorCodes.writeTimeout,
  responseErrorCodes.writeFailure,
  cdcWriteFailure,
];

const attempts = 5;
const firstPauseMs = 250;
const readTimeoutMs = 12_000;

/**
 * Writes one statement. Timeouts and overload are tried again: a statement sets whole values, so that twice is as once.
 * @throws OperatorError (unreachable, unauthorised, invalid)
 */
export async function executeStatement(client: Client, statement: Statement, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.execute(statement.cql, statement.parameters, {
        prepare: true,
        isIdempotent: true,
        consistency: consistencies.localQuorum,
        readTimeout: readTimeoutMs,
      });
      return;
    } catch (error) {
      if (!isTransient(error) || attempt === attempts || signal.aborted) throw writeFailure(error, statement);
      await sleep(firstPauseMs * 2 ** (attempt - 1), undefined, { signal }).catch(() => undefined);
    }
  }
}

function isTransient(error: unknown): boolean {
  if (error instanceof cassandra.errors.NoHostAvailableError) return true;
  if (error instanceof cassandra.errors.OperationTimedOutError) return true;
  if (error instanceof cassandra.errors.BusyConnectionError) return true;
  return error instanceof cassandra.errors.ResponseError && transientCodes.includes(error.code);
}

function writeFailure(error: unknown, { table }: Statement): unknown {
  const resource = `${table.keyspace}.${table.name}`;
  const inner =
    error instanceof cassandra.errors.NoHostAvailableError
      ? Object.values(error.innerErrors as Record<string, unknown>)
      : [];
  const text = [error, ...inner].map(messageOf).join('; ');
  const fail = (kind: OperatorError['kind'], hint: string) =>
    new OperatorError({ kind, resource, message: `Cassandra did not take a write: ${text}`, hint, cause: error });
  if (/\bcdc\b/i.test(text)) {
    return fail('unreachable', 'cdc_raw is full: see with `cdcctl status` whether the source connector reads it');
  }
  if (isTransient(error)) return fail('unreachable', 'Cassandra is overloaded or down; lower --rate or --concurrency');
  if (!(error instanceof cassandra.errors.ResponseError)) return error;
  switch (error.code) {
    case responseErrorCodes.unauthorized as number:
      return fail('unauthorised', `grant MODIFY on ${resource} to the user of spec.cassandra`);
    case responseErrorCodes.invalid as number:
      return fail('invalid', 'the table may have changed meanwhile; run the command again');
    default:
      return error;
  }
}
