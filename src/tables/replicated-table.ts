import { OperatorError } from '../errors.js';
import { type Pipeline, type TableSettings } from '../pipeline/pipeline.js';
import { formatCqlType } from './cql-type.js';
import { bookkeepingSchema, quoteSql } from './names.js';
import { type CassandraTable, type Column, primaryKey } from './table.js';
import { type TypeMapping, typeMapping, unsupportedReason } from './type-mapping.js';

export interface ReplicatedColumn {
  /** Name in Cassandra. */
  name: string;
  /** Name in PostgreSQL. */
  target: string;
  column: Column;
  mapping: TypeMapping;
}

/** A Cassandra table together with how the pipeline replicates it. */
export interface ReplicatedTable {
  source: CassandraTable;
  settings: TableSettings;
  /** Partition key, then clustering key. */
  keys: ReplicatedColumn[];
  /** The replicated columns outside of the primary key. */
  cells: ReplicatedColumn[];
}

/**
 * Joins the definition with the live schema.
 * @throws OperatorError (invalid) that lists every column that cannot be replicated and every unknown name
 */
export function replicateTable(pipeline: Pipeline, source: CassandraTable, settings: TableSettings): ReplicatedTable {
  const problems = unknownColumns(source, settings);
  const helpers = quoteSql(bookkeepingSchema(pipeline));
  const replicate = (column: Column): ReplicatedColumn[] => {
    const problem = columnProblem(column);
    const mapping = typeMapping(column.type, helpers);
    if (problem !== undefined) problems.push(`${column.name} ${formatCqlType(column.type)}: ${problem}`);
    if (problem !== undefined || mapping === undefined) return [];
    return [{ name: column.name, target: settings.columns.rename[column.name] ?? column.name, column, mapping }];
  };
  const selected = [...source.statics, ...source.regulars].filter(
    ({ name }) => (settings.columns.include?.includes(name) ?? true) && !settings.columns.exclude.includes(name),
  );
  const keys = primaryKey(source).flatMap(replicate);
  const cells = selected.flatMap(replicate);
  problems.push(...duplicates([...keys, ...cells].map(({ target }) => target)));
  if (!source.cdc) {
    problems.push(`the table is not captured; run: ALTER TABLE ${source.keyspace}.${source.name} WITH cdc = true`);
  }
  if (problems.length > 0) {
    throw new OperatorError({
      kind: 'invalid',
      resource: `${source.keyspace}.${source.name}`,
      message: `the table cannot be replicated as defined:\n${problems.map((one) => `  - ${one}`).join('\n')}`,
      hint: 'list columns that you can do without under spec.tables[].columns.exclude',
    });
  }
  return { source, settings, keys, cells };
}

function columnProblem(column: Column): string | undefined {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(column.name)) return 'Avro field names allow only letters, digits and _';
  if (column.name.startsWith('__')) return 'names that begin with __ are reserved for the fields of the connector';
  if (column.kind === 'static') return 'static columns are never in the change log';
  return typeMapping(column.type, '') === undefined ? unsupportedReason(column.type) : undefined;
}

function unknownColumns(source: CassandraTable, settings: TableSettings): string[] {
  const known = new Set([...primaryKey(source), ...source.statics, ...source.regulars].map(({ name }) => name));
  const keys = primaryKey(source).map(({ name }) => name);
  const { include = [], exclude, rename } = settings.columns;
  return [
    ...[...include, ...exclude, ...Object.keys(rename)]
      .filter((name) => !known.has(name))
      .map((name) => `${name}: no such column`),
    ...exclude.filter((name) => keys.includes(name)).map((name) => `${name}: a primary key column cannot be excluded`),
  ];
}

function duplicates(targets: string[]): string[] {
  return targets
    .filter((target, index) => targets.indexOf(target) !== index)
    .map((target) => `${target}: two columns would have this name in PostgreSQL`);
}
