import { type Client } from 'pg';
import { type ComparedTable, quotedView } from '../compared-table.js';
import { recordSql } from './row-sql.js';

const keysAtOnce = 500;

/** The primary keys, in binary form, of so many per cent of the rows, drawn at random. */
export async function* sampleKeys(
  client: Client,
  { table, percent, seed }: { table: ComparedTable; percent: number; seed: number },
): AsyncGenerator<Buffer[]> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT setseed($1)', [(seed % 1_000_000) / 1_000_000]);
    await client.query(
      `DECLARE sampled NO SCROLL CURSOR FOR
SELECT ${recordSql(table.keys, 'source')} AS key FROM ${quotedView(table)} AS source WHERE random() < ${percent / 100}`,
    );
    for (;;) {
      const { rows } = await client.query<{ key: Buffer }>(`FETCH ${keysAtOnce} FROM sampled`);
      if (rows.length === 0) return;
      yield rows.map(({ key }) => key);
    }
  } finally {
    await client.query('ROLLBACK').catch(() => undefined);
  }
}
