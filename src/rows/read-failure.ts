import cassandra from 'cassandra-driver';
import { isForbidden } from '../clients/cassandra.js';
import { messageOf, OperatorError } from '../errors.js';

/** `split`: a smaller range may be readable; `wait`: only time may help; `fatal`: the query itself is refused. */
export type ReadFailure = 'split' | 'wait' | 'fatal';

type CodeName = Exclude<keyof typeof cassandra.types.responseErrorCodes, number>;
const codes: Record<CodeName, number> = cassandra.types.responseErrorCodes;

export function classifyReadFailure(error: unknown): ReadFailure {
  if (error instanceof cassandra.errors.OperationTimedOutError) return 'split';
  if (error instanceof cassandra.errors.NoHostAvailableError) {
    const inner = Object.values(error.innerErrors as object).map(classifyReadFailure);
    return inner.find((one) => one === 'fatal') ?? inner.find((one) => one === 'split') ?? 'wait';
  }
  if (!(error instanceof cassandra.errors.ResponseError)) return isConnectionFailure(error) ? 'wait' : 'fatal';
  switch (error.code) {
    case codes.readTimeout:
    case codes.readFailure:
      return 'split';
    case codes.unavailableException:
    case codes.overloaded:
    case codes.isBootstrapping:
    case codes.serverError:
      return 'wait';
    default:
      return 'fatal';
  }
}

/** What an operator is told when Cassandra refuses a query: it will refuse all others too. */
export function refusedRead(error: unknown, table: { keyspace: string; name: string }): unknown {
  if (!(error instanceof cassandra.errors.ResponseError)) return error;
  return new OperatorError({
    kind: isForbidden(error) ? 'unauthorised' : 'invalid',
    resource: `${table.keyspace}.${table.name}`,
    message: `Cassandra refused to read the table: ${messageOf(error)}`,
    cause: error,
  });
}

function isConnectionFailure(error: unknown): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}
