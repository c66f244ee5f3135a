import { columnsOf, type ComparedColumn, type ComparedTable, quotedView } from '../compared-table.js';
import { quoteSql } from '../../tables/names.js';
import { seed } from '../row-hash.js';

/** SQL: the binary form of the columns of one row, canonical values in order. */
export function recordSql(columns: ComparedColumn[], alias: string): string {
  const values = columns.map(({ target, codec }) => codec.sql(`${alias}.${quoteSql(target)}`));
  return `record_send(row(${values.join(', ')}))`;
}

/**
 * SQL: hash of the binary form. hash_record_extended hashes a row with a single bytea as the bytea itself;
 * hashvarlenaextended, which it calls for that, cannot be called from SQL.
 */
export function hashSql(binary: string): string {
  return `hash_record_extended(row(${binary}), ${seed})`;
}

/**
 * SQL that gives the hashes of all rows as `key_hash` and `row_hash`. OFFSET 0 keeps the planner from moving the
 * expressions up into an aggregate: so parallel workers compute them, and each only once.
 */
export function hashedRows(table: ComparedTable): string {
  return `SELECT ${hashSql(recordSql(table.keys, 'source'))} AS key_hash, ${hashSql(recordSql(columnsOf(table), 'source'))} AS row_hash
FROM ${quotedView(table)} AS source OFFSET 0`;
}

/** Unlike any column of a view, so that it can stand beside all of them. */
const keyHash = '"# key hash"';

/** SQL that gives the hashes of the rows whose key's hash meets a condition; only those rows are hashed whole. */
export function selectedHashes(table: ComparedTable, condition: (keyHash: string) => string): string {
  return `SELECT hashed.${keyHash} AS key_hash, ${hashSql(recordSql(columnsOf(table), 'hashed'))} AS row_hash
FROM ${rowsWithKeyHash(table)} WHERE ${condition(`hashed.${keyHash}`)}`;
}

/** SQL that gives the primary keys, in binary form, of the rows whose key hash is in the bigint array $1. */
export function keysByHash(table: ComparedTable): string {
  return `SELECT ${recordSql(table.keys, 'hashed')} AS key FROM ${rowsWithKeyHash(table)} WHERE hashed.${keyHash} = ANY($1::bigint[])`;
}

function rowsWithKeyHash(table: ComparedTable): string {
  return `(SELECT ${hashSql(recordSql(table.keys, 'source'))} AS ${keyHash}, source.* FROM ${quotedView(table)} AS source OFFSET 0) AS hashed`;
}
