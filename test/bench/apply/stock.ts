import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { sinkConnector } from '../../../src/render/connectors/sink.js';
import { benchTable, columnNames, columnTypes, keyName } from './bench-table.js';
import { type Sink } from './sink.js';

const schema = 'stock';
const columns = [keyName, ...columnNames];

/**
 * The stock sink that upserts whole rows. With `rewriting` the driver makes one statement of many rows; each statement
 * must then have a key only once, which the sink's reduction buffer takes care of.
 */
export function stockSink(pipeline: Pipeline, { rewriting }: { rewriting: boolean }): Sink {
  return {
    name: rewriting ? 'stock upsert' : 'stock upsert, row by row',
    config: stockConfig(pipeline, rewriting),
    rows: `${schema}.bench`,
    createTables: [
      `DROP SCHEMA IF EXISTS ${schema} CASCADE`,
      `CREATE SCHEMA ${schema}`,
      `CREATE TABLE ${schema}.bench (${keyName} uuid PRIMARY KEY, ${columnNames
        .map((name) => `${name} ${columnTypes[name].stock}`)
        .join(', ')}) WITH (fillfactor = 80)`,
    ],
    insert: `INSERT INTO ${schema}.bench (${columns.join(', ')})
      SELECT ${columns.join(', ')} FROM staged WHERE n BETWEEN $1 AND $2 AND last_of_key ORDER BY n
      ON CONFLICT (${keyName}) DO UPDATE SET ${columnNames.map((name) => `${name} = excluded.${name}`).join(', ')}`,
    check: () => Promise.resolve(),
  };
}

/** The rendered connector, changed where an upsert needs it: the same consumer, batches and converters. */
function stockConfig(pipeline: Pipeline, rewriting: boolean): Record<string, string> {
  const rendered = sinkConnector(pipeline, benchTable(pipeline)).config;
  const kept = Object.entries(rendered).filter(([name]) => !/^transforms\.(event|only|position)\./.test(name));
  const url = new URL(rendered['connection.url']!.replace('jdbc:', ''));
  url.searchParams.set('currentSchema', schema);
  url.searchParams.set('reWriteBatchedInserts', String(rewriting));
  return {
    ...Object.fromEntries(kept),
    'connection.url': `jdbc:${url.href}`,
    'collection.name.format': 'bench',
    'insert.mode': 'upsert',
    'primary.key.mode': 'record_value',
    'primary.key.fields': keyName,
    'use.reduction.buffer': String(rewriting),
    transforms: 'tombstones,fields',
    'transforms.fields.type': 'org.apache.kafka.connect.transforms.ReplaceField$Value',
    'transforms.fields.include': columns.map((name) => `${name}_value`).join(','),
    'transforms.fields.renames': columns.map((name) => `${name}_value:${name}`).join(','),
  };
}
