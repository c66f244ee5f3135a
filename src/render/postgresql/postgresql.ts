import { type Pipeline } from '../../pipeline/pipeline.js';
import { bookkeepingSchema, quoteSql } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { type SqlObject } from '../rendered.js';
import { readTemplate } from '../template.js';
import { applyFunctionSql } from './apply.js';
import { joinFunctionSql, mergeFunctionSql } from './merge.js';
import { changeTypeSql, inletSql, partitionTableSql, rowTableSql, slotName, viewSql } from './objects.js';
import { sqlNames } from './sql.js';
import { triggerFunction, triggerSql } from './trigger.js';
import { unwrapFunction, unwrapSql } from './unwrap.js';

/** What all tables of a pipeline share. Running it twice changes nothing. */
export function bookkeepingSql(pipeline: Pipeline): SqlObject {
  const template = readTemplate('sql/bookkeeping.sql');
  const sql = template
    .replaceAll('{{schema}}', quoteSql(pipeline.postgresql.schema))
    .replaceAll('{{bookkeeping}}', quoteSql(bookkeepingSchema(pipeline)));
  return {
    name: 'bookkeeping',
    sql,
    makes: namesIn(template).map((name) => `${quoteSql(bookkeepingSchema(pipeline))}.${quoteSql(name)}`),
  };
}

/** The template itself names what it makes. */
function namesIn(template: string): string[] {
  const created =
    /^ *CREATE (?:OR REPLACE )?(?:TABLE|VIEW|TYPE|FUNCTION|INDEX) (?:IF NOT EXISTS )?(?:\{\{bookkeeping\}\}\.)?(\w+)/gm;
  return [...template.matchAll(created)].map(([, name]) => name!);
}

/** A table's objects, in the order in which they depend on each other. */
export function tableSql(pipeline: Pipeline, table: ReplicatedTable): SqlObject[] {
  const names = sqlNames(pipeline, table);
  const clustered = table.source.clusteringKey.length > 0;
  const isOfAgent = pipeline.source.mode === 'agent';
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
      makes: [
        names.rows,
        ...(clustered ? [names.partitions] : []),
        names.inlet,
        ...[0, 1].map((slot) => slotName(names, slot)),
      ],
      rowsOf: table.source.name,
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
        ...(isOfAgent ? [unwrapSql(names)] : []),
      ]),
      makes: [
        names.view,
        names.change,
        names.join,
        names.merge,
        names.apply,
        triggerFunction(names),
        ...(isOfAgent ? [unwrapFunction(names)] : []),
      ],
    },
  ];
}
