import cassandra, { type Client } from 'cassandra-driver';
import { executeStatement } from '../../../src/generate/execute.js';
import { sketchTable } from './tables.js';

const { responseErrorCodes } = cassandra.types;
const statement = { table: sketchTable({}), operation: 'inserts', cql: 'INSERT', parameters: [], hash: 0 } as const;

/** A client whose first calls fail with the given errors. */
function failing(...errors: Error[]) {
  const calls: unknown[] = [];
  const client = {
    execute: (...call: unknown[]) => {
      const error = errors[calls.push(call) - 1];
      return error === undefined ? Promise.resolve() : Promise.reject(error);
    },
  } as unknown as Client;
  return { client, calls };
}

function responseError(code: number, message: string) {
  return new cassandra.errors.ResponseError(code, message);
}

const run = (client: Client, signal = new AbortController().signal) =>
  executeStatement(client, { ...statement, parameters: [] }, signal);

test('overload is tried again', async () => {
  const { client, calls } = failing(responseError(responseErrorCodes.overloaded, 'overloaded'));
  await run(client);
  expect(calls).toHaveLength(2);
});

test('not when the run was interrupted', async () => {
  const { client, calls } = failing(new cassandra.errors.OperationTimedOutError('timeout'));
  await expect(run(client, AbortSignal.abort())).rejects.toMatchObject({
    kind: 'unreachable',
    resource: 'shop.orders',
  });
  expect(calls).toHaveLength(1);
});

test.each([
  [responseErrorCodes.unauthorized, 'User has no MODIFY permission', 'unauthorised', /grant MODIFY/],
  [responseErrorCodes.invalid, 'unconfigured table', 'invalid', /run the command again/],
])('error %i is told with what to do', async (code, message, kind, hint) => {
  const { client, calls } = failing(responseError(code, message));
  await expect(run(client)).rejects.toMatchObject({ kind, hint: expect.stringMatching(hint) as unknown });
  expect(calls).toHaveLength(1);
});

test('a full cdc_raw is named', async () => {
  const message = 'Rejecting mutation to keyspace shop. Free up space in /cdc_raw by processing CDC logs.';
  const { client } = failing(responseError(0x1600, message));
  await expect(run(client, AbortSignal.abort())).rejects.toMatchObject({
    kind: 'unreachable',
    hint: expect.stringContaining('cdc_raw is full') as unknown,
  });
});

test('anything else is a bug and goes through', async () => {
  const bug = new TypeError('no');
  await expect(run(failing(bug).client)).rejects.toBe(bug);
});
