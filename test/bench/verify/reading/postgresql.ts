import { type PostgresAddress } from '../../../../src/clients/postgres.js';
import { quoteSql } from '../../../../src/tables/names.js';
import { tableName } from '../bench-table.js';
import { type Task } from './task.js';

export function connectionOptions(address: PostgresAddress) {
  const { host, port, database, username: user, password } = address;
  return { host, port, database, user, password };
}

export function viewOf({ postgresql }: Task): string {
  return `${quoteSql(postgresql.schema)}.${quoteSql(tableName)}`;
}
