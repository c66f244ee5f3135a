import { OperatorError } from '../errors.js';
import { type TableSettings } from '../pipeline/pipeline.js';
import { type CanonicalCodec } from './canonical/codec.js';
import { codecOf } from './canonical/codec-of.js';
import { formatCqlType } from './cql-type.js';
import { bookkeepingSchema, cellTsPrefix, longestNameBytes, quoteSql } from './names.js';
import { type CassandraTable, type Column, primaryKey } from './table.js';
import { holdsMap, isReadable } from './connector-support.js';
import { type TypeMapping, typeMapping } from './type-mapping.js';
import { overriddenCodec, overriddenMapping, overrideProblem } from './type-override.js';

export interface ReplicatedColumn {
  /** Name in Cassandra. */
  name: string;
  /** Name in PostgreSQL. */
  target: string;
  column: Column;
  mapping: TypeMapping;
  codec: CanonicalCodec;
  /** True where the change log does not carry the value whole, so that it is read back from Cassandra. */
  readBack: boolean;
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

/** Names of the columns in the flat value of a record: Flatten cannot take maps. */
export function flatColumns({ keys, cells }: ReplicatedTable): string[] {
  return [...keys, ...cells].filter(({ column }) => !holdsMap(column.type)).map(({ name }) => name);
}

/**
 * Joins the definition with the live schema.
 * @throws OperatorError (invalid) that lists every column that cannot be replicated and every unknown name
 */
export function replicateTable(
  pipeline: { postgresql: { schema: string } },
  source: CassandraTable,
  settings: TableSettings,
): ReplicatedTable {
  const problems = unknownColumns(source, settings);
  const helpers = quoteSql(bookkeepingSchema(pipeline));
  const replicate = (column: Column): ReplicatedColumn[] => {
    const chosen = settings.columns.type[column.name];
    const target = settings.columns.rename[column.name] ?? column.name;
    const problem = columnProblem(column, { target, type: chosen });
    const own = typeMapping(column.type, helpers);
    if (problem !== undefined) problems.push(`${column.name} ${formatCqlType(column.type)}: ${problem}`);
    const ownCodec = codecOf(column.type);
    // Only counters have neither.
    if (problem !== undefined || own === undefined || ownCodec === undefined) return [];
    const mapping = chosen === undefined ? own : overriddenMapping(own, chosen);
    const codec = mapping.override === undefined ? ownCodec : overriddenCodec(ownCodec, mapping.override);
    const readBack = column.kind === 'static' || mapping.fromEvent === undefined;
    return [{ name: column.name, target, column, mapping, codec, readBack }];
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

/** The name of a column has to leave room for that of its write time. */
const longestTarget = longestNameBytes - cellTsPrefix.length;

/** https://www.postgresql.org/docs/16/ddl-system-columns.html */
const systemColumns = ['tableoid', 'xmin', 'cmin', 'xmax', 'cmax', 'ctid'];

const unreadable = 'the connector loses every write that touches a column of this type';

/**
 * Why a column cannot be replicated, if it cannot.
 * @param chosen name and type that the definition gives the column in PostgreSQL, if it does
 */
export function columnProblem(
  { name, type, kind }: Column,
  chosen: { target?: string; type?: string | undefined } = {},
): string | undefined {
  const { target = name } = chosen;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return 'Avro field names allow only letters, digits and _';
  if ([name, target].some((one) => one.startsWith('__')))
    return 'names that begin with __ are those of cdcctl and the connector';
  if (Buffer.byteLength(target) > longestTarget) {
    return `the name is longer than ${longestTarget} bytes in PostgreSQL: give it another under columns.rename`;
  }
  if (systemColumns.includes(target)) {
    return `each table of PostgreSQL has a column ${target} of its own: give it another name under columns.rename`;
  }
  if (!isReadable(type)) return unreadable;
  const mapping = typeMapping(type, '');
  if (mapping === undefined) return 'counters are not in the change log';
  const isKey = kind === 'partition_key' || kind === 'clustering';
  if (isKey && (mapping.fromEvent === undefined || mapping.postgresql === 'jsonb')) {
    return 'values of this type are not supported in a primary key';
  }
  return chosen.type === undefined ? undefined : overrideProblem(mapping.postgresql, chosen.type);
}

function unknownColumns(source: CassandraTable, settings: TableSettings): string[] {
  const known = new Set([...primaryKey(source), ...source.statics, ...source.regulars].map(({ name }) => name));
  const keys = primaryKey(source).map(({ name }) => name);
  const { include = [], exclude, rename, type } = settings.columns;
  return [
    ...[...include, ...exclude, ...Object.keys(rename), ...Object.keys(type)]
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
