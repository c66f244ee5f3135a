import { columnsOf, type ComparedColumn, type ComparedTable, quotedView } from '../compared-table.js';
import { quoteSql } from '../../tables/names.js';
import { seed } from '../row-hash.js';

/** Unlike any column of a view, so that it can stand beside all of them. */
const keyHash = '"# key hash"';

/** SQL: the binary form of the columns of one row, canonical values in order. */
export function recordSql(columns: ComparedColumn[], alias: string): string {
  const values = columns.map(({ target, codec }) => codec.sql(`${alias}.${quoteSql(target)}`));
  return `record_send(row(${values.join(', ')}))`;
}

/**
 * SQL: hash of the binary form. hash_record_extended hashes a row with a single bytea as the bytea itself; a function
 * that takes the bytea directly is not to be had before PostgreSQL 18.
 */
export function hashSql(binary: string): string {
  return `hash_record_extended(row(${binary}), ${seed})`;
}

/** SQL that gives all rows with their hashes as `key_hash` and `row_hash`. */
export function hashedRows(table: ComparedTable, condition?: (keyHash: string) => string): string {
  return `SELECT hashed.${keyHash} AS key_hash, ${hashSql(recordSql(columnsOf(table), 'hashed'))} AS row_hash
FROM ${rowsWithKeyHash(table)}${condition === undefined ? '' : ` WHERE ${condition(`hashed.${keyHash}`)}`}`;
}

/** SQL that gives the primary keys, in binary form, of the rows whose key hash is in the bigint array $1. */
export function keysByHash(table: ComparedTable): string {
  return `SELECT ${recordSql(table.keys, 'hashed')} AS key FROM ${rowsWithKeyHash(table)} WHERE hashed.${keyHash} = ANY($1::bigint[])`;
}

/** OFFSET 0 keeps the planner from computing the hash anew wherever it is used; parallel plans stay possible. */
function rowsWithKeyHash(table: ComparedTable): string {
  return `(SELECT ${hashSql(recordSql(table.keys, 'source'))} AS ${keyHash}, source.* FROM ${quotedView(table)} AS source OFFSET 0) AS hashed`;
}
