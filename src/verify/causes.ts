import { type Client } from 'pg';
import { quoteSql } from '../tables/names.js';
import { type ComparedTable } from './compared-table.js';
import { type Difference } from './report.js';

/**
 * Sets the cause `dead-letter` on differences whose key stands in an event that PostgreSQL refused. Keys are compared
 * as text, so that dates, times, addresses and numbers that an event spells in another way keep the cause `unknown`.
 */
export async function assignCauses(client: Client, table: ComparedTable, differences: Difference[]): Promise<void> {
  const open = differences.filter(({ cause }) => cause === 'unknown');
  const deadLetters = `${quoteSql(table.bookkeeping)}.dead_letters`;
  if (open.length === 0 || !(await isReadable(client, deadLetters))) return;
  const names = table.keys.map((_, index) => `k${index}`);
  const arrays = names.map((_, index) => `$${index + 3}::text[]`);
  const columnName = (index: number) => `($2::text[])[${index + 1}]`;
  const matches = table.keys.map((_, index) => `letter.key ->> ${columnName(index)} = wanted.k${index}`);
  const { rows } = await client.query<{ position: string }>(
    `SELECT DISTINCT wanted.position FROM ${deadLetters} AS letter
JOIN unnest(${arrays.join(', ')}) WITH ORDINALITY AS wanted(${names.join(', ')}, position) ON ${matches.join(' AND ')}
WHERE letter.table_name = $1`,
    [
      table.name,
      table.keys.map(({ name }) => name),
      ...table.keys.map(({ name }) => open.map(({ key }) => key[name] ?? null)),
    ],
  );
  for (const { position } of rows) open[Number(position) - 1]!.cause = 'dead-letter';
}

/** There are no dead letters where the view was made by other means than `deploy`. */
async function isReadable(client: Client, deadLetters: string): Promise<boolean> {
  const { rows } = await client.query<{ readable: boolean | null }>(
    `SELECT has_table_privilege(to_regclass($1), 'SELECT') AS readable`,
    [deadLetters],
  );
  return rows[0]?.readable === true;
}
