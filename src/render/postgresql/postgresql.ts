import { type Pipeline } from '../../pipeline/pipeline.js';
import { bookkeepingSchema, quoteSql } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { type SqlObject } from '../rendered.js';
import { readTemplate } from '../template.js';
import { applyFunctionSql } from './apply.js';
import { joinFunctionSql, mergeFunctionSql } from './merge.js';
import { changeTypeSql, inletSql, partitionTableSql, rowTableSql, viewSql } from './objects.js';
import { sqlNames } from './sql.js';
import { triggerSql } from './trigger.js';

/** What all tables of a pipeline share. Running it twice changes nothing. */
export function bookkeepingSql(pipeline: Pipeline): SqlObject {
  const sql = readTemplate('sql/bookkeeping.sql')
    .replaceAll('{{schema}}', quoteSql(pipeline.postgresql.schema))
    .replaceAll('{{bookkeeping}}', quoteSql(bookkeepingSchema(pipeline)));
  return { name: 'bookkeeping', sql, holdsData: false };
}

/** A table's objects, in the order in which they depend on each other. */
export function tableSql(pipeline: Pipeline, table: ReplicatedTable): SqlObject[] {
  const names = sqlNames(pipeline, table);
  const clustered = table.source.clusteringKey.length > 0;
  const join = (statements: string[]) => `${statements.join('\n\n')}\n`;
  return [
    {
      name: `${table.source.name}-rows`,
      sql: join([
        rowTableSql(names, table),
        ...(clustered ? [partitionTableSql(names, table)] : []),
        // Never made again: a sink may be inserting.
        inletSql(names),
      ]),
      holdsData: true,
    },
    {
      name: `${table.source.name}-merge`,
      sql: join([
        viewSql(names, table),
        changeTypeSql(names, table),
        joinFunctionSql(names, table),
        mergeFunctionSql(names, table),
        applyFunctionSql(names, table),
        triggerSql(names, pipeline, table),
      ]),
      holdsData: false,
    },
  ];
}
