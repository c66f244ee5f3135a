import { type Client } from 'pg';
import { codeOf, messageOf, OperatorError } from '../../errors.js';
import { type ComparedTable, quotedView } from '../compared-table.js';

/** Makes the session independent of the defaults of server, database and role; a scan may take hours. */
export async function prepareSession(client: Client): Promise<void> {
  await client.query(`SET TIME ZONE 'UTC'`);
  await client.query('SET extra_float_digits = 1');
  await client.query('SET statement_timeout = 0');
  await client.query('SET idle_in_transaction_session_timeout = 0');
  // Room for the buckets, and plans with workers: the planner takes the hash functions for cheap ones.
  await client.query(`SET work_mem = '64MB'`);
  await client.query('SET parallel_tuple_cost = 0.001');
  await client.query('SET default_transaction_read_only = on');
}

/** Turns what PostgreSQL throws into something that an operator can act on; anything else is returned as it is. */
export function postgresFailure(error: unknown, table: ComparedTable): unknown {
  if (error instanceof OperatorError) return error;
  const code = codeOf(error) ?? '';
  const common = { resource: quotedView(table), message: messageOf(error), cause: error };
  if (['42P01', '42703', '3F000'].includes(code)) {
    return new OperatorError({
      ...common,
      kind: 'invalid',
      message: `PostgreSQL does not have the table as the definition describes it: ${messageOf(error)}`,
      hint: 'run `cdcctl deploy` first',
    });
  }
  if (code === '42501') {
    return new OperatorError({ ...common, kind: 'unauthorised', hint: 'the user needs SELECT on the view' });
  }
  return error;
}
