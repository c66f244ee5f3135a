import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { renderPipeline } from '../../../src/render/render.js';
import { objectsOf, bookkeepingSchema, quoteSql } from '../../../src/tables/names.js';
import { benchTable, columnNames, keyName } from './bench-table.js';
import { type RowTexts } from './oracle.js';
import { type Sink } from './sink.js';

/** What cdcctl deploys: the rendered connector and the rendered SQL. */
export function ourSink(pipeline: Pipeline, expected: RowTexts): Sink {
  const { connectors, sql } = renderPipeline(pipeline, [benchTable(pipeline)]);
  const objects = objectsOf(pipeline.tables[0]!);
  const bookkeeping = quoteSql(bookkeepingSchema(pipeline));
  const schema = quoteSql(pipeline.postgresql.schema);
  return {
    name: 'cdcctl',
    config: connectors[0]!.config,
    rows: `${bookkeeping}.${objects.rows}`,
    createTables: [
      `DROP SCHEMA IF EXISTS ${schema} CASCADE`,
      `DROP SCHEMA IF EXISTS ${bookkeeping} CASCADE`,
      ...sql.map((object) => object.sql),
    ],
    insert: `INSERT INTO ${bookkeeping}.${objects.inlet} (event, __partition, __offset)
      SELECT event, 0, n FROM staged WHERE n BETWEEN $1 AND $2 ORDER BY n`,
    check: (client) => checkRows(client, `${schema}.${objects.view}`, expected),
  };
}

/** @throws Error that names a row if the view has others than expected */
async function checkRows(client: pg.Client, view: string, expected: RowTexts): Promise<void> {
  const found = (await client.query<Record<string, unknown>>(`SELECT * FROM ${view}`)).rows.map(rowText).sort();
  if (isDeepStrictEqual(found, expected)) return;
  const wanted = new Set(expected);
  const example = found.find((row) => !wanted.has(row)) ?? expected.find((row) => !found.includes(row));
  throw new Error(`the merge is wrong: ${found.length} rows instead of ${expected.length}; for example ${example}`);
}

function rowText(row: Record<string, unknown>): string {
  return JSON.stringify([keyName, ...columnNames].map((name) => (row[name] instanceof Date ? +row[name] : row[name])));
}
