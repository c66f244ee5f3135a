import { type CqlType, formatCqlType } from './cql-type.js';
import { type ReplicatedColumn, type ReplicatedTable } from './replicated-table.js';
import { allColumns, type Column } from './table.js';
import { holdsUserType, isReadable, isReadableWhenEmpty } from './connector-support.js';

/** What operators have to know of a table because its change log does not tell everything; sentences. */
export function hazardsOf(table: ReplicatedTable): string[] {
  const { source, cells } = table;
  const columns = allColumns(source);
  const told = (column: { name: string; type: CqlType }) => `${column.name} (${formatCqlType(column.type)})`;
  const list = (found: Column[]) => found.map(told).join(', ');
  const unreadable = columns.filter(({ type }) => !isReadable(type));
  const poisonous = columns.filter(losesMoreThanItself);
  const userTypes = columns.filter(({ type }) => holdsUserType(type));
  const readBack = cells.filter((cell) => cell.readBack);
  const inexact = inexactPartitionKey(table);
  const hazards = [
    unreadable.length > 0 &&
      `the connector loses every write that touches ${list(unreadable)}, also to other columns: only verify finds it`,
    poisonous.length > 0 &&
      `deleting an element of ${list(poisonous)} makes the connector lose what follows in the commit log, of all tables: verify finds it, snapshot repairs it`,
    userTypes.length > 0 &&
      `${list(userTypes)} has a user-defined type: restart the source's Connect worker or agent after the table is made or altered, or the connector drops all its writes`,
    readBack.length > 0 &&
      `${readBack.map(({ name }) => name).join(', ')} is not in the change log: keep \`cdcctl reconcile --follow\` running`,
    inexact !== undefined &&
      `rows cannot be read back by ${told(inexact.column)}: expired values, range deletes and values that are not in the log are only found by verify`,
  ];
  return hazards.filter((hazard) => hazard !== false).map((hazard) => `${source.keyspace}.${source.name}: ${hazard}`);
}

/**
 * Whether a value of PostgreSQL's leads back to the bytes that Cassandra has: the scale of decimals, nanoseconds,
 * negative zeros and IPv4 addresses mapped into IPv6 do not survive, and who knows what another type keeps.
 */
export function isExactKey({ column: { type }, mapping }: ReplicatedColumn): boolean {
  if (mapping.override !== undefined) return false;
  return type.kind === 'scalar' && !['decimal', 'time', 'float', 'double', 'inet'].includes(type.name);
}

/** A column of the partition key that is no exact key: rows of such a table cannot be read back by what PostgreSQL has. */
export function inexactPartitionKey({ keys }: ReplicatedTable): ReplicatedColumn | undefined {
  return keys.find((key) => key.column.kind === 'partition_key' && !isExactKey(key));
}

/** The tombstone of an element is an empty value, which the connector fails to convert. */
function losesMoreThanItself({ type }: Column): boolean {
  if (!('frozen' in type) || type.frozen) return false;
  if (type.kind === 'udt') return true;
  return type.kind !== 'set' && !isReadableWhenEmpty(type.kind === 'map' ? type.value : type.element);
}
