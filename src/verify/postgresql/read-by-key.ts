import { type Client } from 'pg';
import { type Cells, parseRecord } from '../../tables/canonical/record.js';
import { quoteSql } from '../../tables/names.js';
import { fromLiteral } from '../../tables/type-override.js';
import { columnsOf, type ComparedTable, keyLiterals, quotedView } from '../compared-table.js';
import { sameValue } from '../differences/open-columns.js';
import { recordSql } from './row-sql.js';

/**
 * Reads rows by their primary keys in canonical form. A key that PostgreSQL cannot hold has no row there.
 * @returns the canonical cells or undefined for each key, in their order
 */
export async function readPostgresRows(
  client: Client,
  table: ComparedTable,
  keys: Cells[],
): Promise<(Cells | undefined)[]> {
  const literals = keys.map((key) => keyLiterals(table, key));
  const positions = [...literals.keys()].filter((index) => literals[index] !== undefined);
  const columns = table.keys.map((_, column) => positions.map((index) => literals[index]![column]));
  const { rows } = await client.query<{ position: number; record: Buffer }>(rowsByKey(table), [positions, ...columns]);
  const found = new Array<Cells | undefined>(keys.length);
  for (const { position, record } of rows) {
    const cells = parseRecord(record);
    // PostgreSQL takes some values for equal that are not: 0 and -0.
    if (keys[position]!.every((cell, index) => sameValue(cell, cells[index]))) found[position] = cells;
  }
  return found;
}

function rowsByKey(table: ComparedTable): string {
  const names = table.keys.map((_, index) => `k${index}`);
  const arrays = names.map((_, index) => `$${index + 2}::text[]`);
  const matches = table.keys.map(
    ({ target, mapping }, index) => `source.${quoteSql(target)} = ${fromLiteral(mapping, `wanted.k${index}`)}`,
  );
  return `SELECT wanted.position, ${recordSql(columnsOf(table), 'source')} AS record
FROM unnest($1::integer[], ${arrays.join(', ')}) AS wanted(position, ${names.join(', ')})
JOIN ${quotedView(table)} AS source ON ${matches.join(' AND ')}`;
}
