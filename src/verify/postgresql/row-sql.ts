import { quoteSql } from '../../tables/names.js';
import { columnsOf, type ComparedColumn, type ComparedTable, quotedView } from '../compared-table.js';
import { seeds } from '../sketch/row-hash.js';
import { placesSql } from '../sketch/shape.js';

/** SQL: the binary form of the columns of one row, canonical values in order. */
export function recordSql(columns: ComparedColumn[], alias: string): string {
  const values = columns.map(({ target, codec }) => codec.sql(`${alias}.${quoteSql(target)}`));
  return `record_send(row(${values.join(', ')}))`;
}

/**
 * SQL: hash of the binary form. hash_record_extended hashes a row with a single bytea as the bytea itself;
 * hashvarlenaextended, which it calls for that, cannot be called from SQL.
 */
export function hashSql(binary: string, seed: bigint): string {
  return `hash_record_extended(row(${binary}), ${seed})`;
}

/**
 * SQL that gives the binary form of each row's primary key as `key`, and its two hashes as `first` and `second`.
 * OFFSET 0 keeps the planner from moving the expressions up into an aggregate: so parallel workers compute them, and
 * each only once.
 */
export function hashedRowsSql(table: ComparedTable): string {
  return `SELECT key, ${hashSql('record', seeds.first)} AS first, ${hashSql('record', seeds.second)} AS second
FROM (SELECT ${recordSql(table.keys, 'source')} AS key, ${recordSql(columnsOf(table), 'source')} AS record
  FROM ${quotedView(table)} AS source OFFSET 0) AS records OFFSET 0`;
}

/** SQL that folds the rows into the cells of a sketch; keys are cut off or filled up with zeros to the cell's width. */
export function sketchSql(table: ComparedTable, shape: { cellsPerPart: number; keyBytes: number }): string {
  const [a, b, c] = placesSql(shape.cellsPerPart);
  return `SELECT coalesce(a, b, c) AS cell, count(*) AS rows, bit_xor(first) AS first, bit_xor(second) AS second,
  bit_xor(key) AS key
FROM (SELECT first, second, ('x' || encode(key, 'hex'))::bit(${shape.keyBytes * 8}) AS key, ${a} AS a, ${b} AS b, ${c} AS c
  FROM (${hashedRowsSql(table)}) AS hashed) AS placed
GROUP BY GROUPING SETS ((a), (b), (c))`;
}

/**
 * SQL that gives `key_hash`, `first` and `second` of the rows whose cell in the first part is set in the bitmap $1, and
 * whose key's hash has the remainder $3 when divided by $2: `isInPortion` does the same.
 */
export function hashesInCellsSql(table: ComparedTable, cellsPerPart: number): string {
  const [cell] = placesSql(cellsPerPart);
  const folded = `((key_hash >> 32) # key_hash) & 4294967295`;
  return `SELECT key_hash, first, second
FROM (SELECT ${hashSql('key', seeds.first)} AS key_hash, first, second FROM (${hashedRowsSql(table)}) AS hashed OFFSET 0) AS keyed
WHERE get_bit($1::bytea, ${cell}) = 1 AND mod(${folded}, $2::bigint) = $3::bigint`;
}

/** Unlike any column of a view, so that it can stand beside all of them. */
const keyHash = '"# key hash"';

/** SQL that gives the primary keys, in binary form, of the rows whose key hash is in the bigint array $1. */
export function keysByHashSql(table: ComparedTable): string {
  const hash = hashSql(recordSql(table.keys, 'source'), seeds.first);
  return `SELECT ${recordSql(table.keys, 'hashed')} AS key
FROM (SELECT ${hash} AS ${keyHash}, source.* FROM ${quotedView(table)} AS source OFFSET 0) AS hashed
WHERE hashed.${keyHash} = ANY($1::bigint[])`;
}
