import { quoteCql } from '../clients/cassandra.js';
import { type TableSettings } from '../pipeline/pipeline.js';
import { formatCqlType } from '../tables/cql-type.js';
import { hazardsOf } from '../tables/hazards.js';
import { columnProblem, replicateTable } from '../tables/replicated-table.js';
import { type CassandraTable, type Column, primaryKey } from '../tables/table.js';

/** How a table can be replicated, and what operators have to know of it. */
export interface SuggestedTable {
  name: string;
  /** Columns that the connector cannot replicate, with the reason. */
  excluded: { column: string; why: string }[];
  notes: string[];
  /** Why the table cannot be replicated at all. */
  refused: string[];
}

export function suggestTable(source: CassandraTable): SuggestedTable {
  const { name } = source;
  const problemsOf = (columns: Column[]) =>
    columns.flatMap((column) => {
      const why = columnProblem(column);
      return why === undefined ? [] : [{ column: column.name, why: `${formatCqlType(column.type)}: ${why}` }];
    });
  const cells = [...source.statics, ...source.regulars];
  const excluded = problemsOf(cells);
  const refused = problemsOf(primaryKey(source)).map(({ column, why }) => `key column ${column} ${why}`);
  if (!/^[A-Za-z0-9_]{1,48}$/.test(name))
    refused.push('names of tables have letters, digits and underscores, at most 48');
  if (cells.length > 0 && excluded.length === cells.length) {
    refused.push(`no column beside the primary key can be replicated (${excluded.map(({ why }) => why)[0]})`);
  }
  return { name, excluded, refused, notes: refused.length > 0 ? [] : notesOf(source, excluded) };
}

function notesOf(source: CassandraTable, excluded: SuggestedTable['excluded']): string[] {
  const { keyspace, name } = source;
  const settings: TableSettings = {
    name,
    target: name,
    columns: { exclude: excluded.map(({ column }) => column), rename: {}, type: {} },
    sink: { batchSize: 1, connector: {} },
  };
  const captured = replicateTable({ postgresql: { schema: keyspace } }, { ...source, cdc: true }, settings);
  const hazards = hazardsOf(captured).map((hazard) => hazard.replace(`${keyspace}.${name}: `, ''));
  const notCaptured = `not captured yet, run: ALTER TABLE ${quoteCql(keyspace)}.${quoteCql(name)} WITH cdc = true`;
  return source.cdc ? hazards : [notCaptured, ...hazards];
}
