import { type Faker } from '@faker-js/faker';
import type cassandra from 'cassandra-driver';
import { createRandom } from '../../../src/generate/random.js';
import { createDraw } from '../../../src/generate/values.js';
import { serialise } from '../../../src/tables/serialise.js';
import { type CassandraTable, type Column } from '../../../src/tables/table.js';

export interface Statement {
  cql: string;
  /** Serialised values, null, or the driver's `unset`. */
  parameters: unknown[];
}

/** Longest time to live, in seconds. */
export const longestTtl = 3;

interface History {
  random: Faker;
  seed: number;
  /** Write times that the statements choose among, so that many are equal; undefined for those of the clock. */
  times: bigint[] | undefined;
  table: CassandraTable;
}

/** The statements of a seed, in the order in which they are executed. The same seed gives the same statements. */
export function historyOf(seed: number, tables: CassandraTable[]): Statement[] {
  const random = createRandom({ seed, stream: 1 });
  const length = random.number.int({ min: 4, max: 24 });
  const times = random.datatype.boolean()
    ? Array.from({ length: 6 }, (_, i) => 1_700_000_000_000_000n + BigInt(i))
    : undefined;
  const statements = Array.from({ length }, () =>
    statementOn({ random, seed, times, table: random.helpers.arrayElement(tables) }),
  );
  // Static columns alone are never in the log: another cell of the partition has to change after them.
  const shared = tables.find(({ name }) => name === 'shared')!;
  return [...statements, update({ random, seed, times: undefined, table: shared }, shared.regulars)];
}

function statementOn(history: History): Statement {
  const { random, table } = history;
  const clustered = table.clusteringKey.length > 0;
  const kinds = [
    { value: 'insert', weight: 6 },
    { value: 'update', weight: 6 },
    { value: 'collection', weight: table.regulars.some(isLoose) ? 4 : 0 },
    { value: 'cells', weight: 2 },
    { value: 'row', weight: 2 },
    { value: 'partition', weight: clustered ? 1 : 0 },
    { value: 'prefix', weight: table.clusteringKey.length > 1 ? 1 : 0 },
    { value: 'range', weight: clustered ? 2 : 0 },
    { value: 'condition', weight: history.times === undefined ? 1 : 0 },
    { value: 'batch', weight: 2 },
  ] as const;
  const kind = random.helpers.weightedArrayElement(kinds.filter(({ weight }) => weight > 0));
  switch (kind) {
    case 'insert':
      return insert(history);
    case 'update':
      return update(history, [...table.regulars, ...table.statics]);
    case 'collection':
      return changeCollection(history);
    case 'cells': {
      const cells = random.helpers.arrayElements(table.regulars, { min: 1, max: 3 });
      return remove(history, names(cells), key(history, table.clusteringKey.length));
    }
    case 'row':
      return remove(history, '', key(history, table.clusteringKey.length));
    case 'partition':
      return remove(history, '', key(history, 0));
    case 'prefix':
      return remove(history, '', key(history, 1));
    case 'range':
      return removeRange(history);
    case 'condition': {
      const { cql, parameters } = insert({ ...history, times: undefined }, false);
      return { cql: `${cql} IF NOT EXISTS`, parameters };
    }
    case 'batch':
      return batch(history);
  }
}

function insert(history: History, mayExpire = true): Statement {
  const { random, table } = history;
  const full = random.datatype.boolean(0.5);
  const columns = [...table.regulars, ...table.statics].filter(() => full || random.datatype.boolean(0.5));
  const keys = key(history, table.clusteringKey.length);
  const values = columns.map((column) => valueOf(history, column));
  // An INSERT whose values are all null tells nobody that its row expires.
  const tellsExpiry = mayExpire && columns.some(({ kind }, i) => kind !== 'static' && values[i] !== null);
  const marks = [...keys.columns, ...columns].map(() => '?').join(', ');
  return {
    cql: `INSERT INTO ${nameOf(table)} (${names([...keys.columns, ...columns])}) VALUES (${marks})${using(history, columns, tellsExpiry)}`,
    parameters: [...keys.values, ...values],
  };
}

function update(history: History, among: Column[]): Statement {
  const { random, table } = history;
  const columns = random.helpers.arrayElements(among, { min: 1, max: 3 });
  // A static column alone would be an event that never comes.
  const cells = columns.every(({ kind }) => kind === 'static') ? [table.regulars[0]!, ...columns] : columns;
  const keys = key(history, table.clusteringKey.length);
  return {
    cql: `UPDATE ${nameOf(table)}${using(history, cells, true)} SET ${cells.map(({ name }) => `${name} = ?`).join(', ')} WHERE ${keys.condition}`,
    parameters: [...cells.map((column) => valueOf(history, column)), ...keys.values],
  };
}

/** Adds elements to a non-frozen collection or takes some away. */
function changeCollection(history: History): Statement {
  const { random, table } = history;
  const column = random.helpers.arrayElement(table.regulars.filter(isLoose));
  const { name, type } = column;
  const keys = key(history, table.clusteringKey.length);
  const elements =
    type.kind === 'map' && random.datatype.boolean() ? { ...type, kind: 'set' as const, element: type.key } : type;
  const operation = elements === type ? '+' : '-';
  const sign = type.kind === 'list' ? '+' : type.kind === 'set' ? random.helpers.arrayElement(['+', '-']) : operation;
  const draw = createDraw({ name: 'x', type: elements, edgeCases: 0 });
  const value = serialise(elements, draw(random));
  const change = type.kind === 'list' && random.datatype.boolean() ? `? + ${name}` : `${name} ${sign} ?`;
  return {
    cql: `UPDATE ${nameOf(table)}${using(history, [column], false)} SET ${name} = ${change} WHERE ${keys.condition}`,
    parameters: [value, ...keys.values],
  };
}

function remove(history: History, columns: string, keys: Key): Statement {
  return {
    cql: `DELETE ${columns} FROM ${nameOf(history.table)}${using(history, [], false)} WHERE ${keys.condition}`,
    parameters: keys.values,
  };
}

function removeRange(history: History): Statement {
  const { random, table } = history;
  const first = table.clusteringKey[0]!;
  const bounds = random.helpers.arrayElement([['>='], ['<'], ['>', '<='], ['>=', '<']]);
  const keys = key(history, 0);
  const condition = [keys.condition, ...bounds.map((sign) => `${first.name} ${sign} ?`)].join(' AND ');
  const values = bounds.map(() => serialise(first.type, keyValue(history, first)));
  return {
    cql: `DELETE FROM ${nameOf(table)}${using(history, [], false)} WHERE ${condition}`,
    parameters: [...keys.values, ...values],
  };
}

/** Writes to rows of one partition in one mutation, all with one write time. */
function batch(history: History): Statement {
  const { random, table } = history;
  const one = { ...history, times: history.times && [random.helpers.arrayElement(history.times)] };
  const clock = { ...one, times: undefined };
  const members = Array.from({ length: random.number.int({ min: 2, max: 3 }) }, () =>
    random.datatype.boolean(0.8)
      ? update(
          clock,
          table.regulars.filter((column) => !isLoose(column)),
        )
      : remove(clock, '', key(clock, table.clusteringKey.length)),
  );
  const timestamp = one.times === undefined ? '' : ` USING TIMESTAMP ${one.times[0]}`;
  return {
    cql: `BEGIN BATCH${timestamp} ${members.map(({ cql }) => `${cql.replace(/ USING TTL \d+/, '')};`).join(' ')} APPLY BATCH`,
    parameters: members.flatMap(({ parameters }) => parameters),
  };
}

interface Key {
  columns: Column[];
  values: Buffer[];
  condition: string;
}

/** Few keys of each history, so that its statements meet. */
function key(history: History, clusteringColumns: number): Key {
  const { table } = history;
  const columns = [...table.partitionKey, ...table.clusteringKey.slice(0, clusteringColumns)];
  return {
    columns,
    values: columns.map((column) => serialise(column.type, keyValue(history, column))),
    condition: columns.map(({ name }) => `${name} = ?`).join(' AND '),
  };
}

function keyValue({ random, seed }: History, { name, type }: Column): unknown {
  if (name === 'seed') return seed;
  const chosen = random.number.int(2);
  if (type.kind === 'scalar' && type.name === 'timestamp') return new Date(chosen * 1001 - 1);
  return type.kind === 'scalar' && type.name === 'int' ? chosen : ['', 'a', 'é"'][chosen];
}

function valueOf({ random }: History, { type }: Column): Buffer | null {
  if (random.datatype.boolean(0.15)) return null;
  return serialise(type, createDraw({ name: 'x', type, edgeCases: 0.2 })(random));
}

/**
 * USING TIMESTAMP and TTL. Equal times are decided by the bytes of the values, which PostgreSQL does not have for
 * nested ones: they get times of their own.
 */
function using({ random, times, table }: History, columns: Column[], mayExpire: boolean): string {
  const ttl = mayExpire && !columns.some(isLoose) && random.datatype.boolean(0.15);
  const options: string[] = [];
  if (times !== undefined) {
    const unique = table.name === 'nested' && columns.length > 0;
    const time = unique
      ? 1_700_000_000_001_000n + BigInt(random.number.int(1_000_000_000))
      : random.helpers.arrayElement(times);
    options.push(`TIMESTAMP ${time}`);
  }
  if (ttl) options.push(`TTL ${random.number.int({ min: 1, max: longestTtl })}`);
  return options.length === 0 ? '' : ` USING ${options.join(' AND ')}`;
}

function isLoose({ type }: Column): boolean {
  return 'frozen' in type && !type.frozen;
}

function nameOf({ keyspace, name }: CassandraTable): string {
  return `${keyspace}.${name}`;
}

function names(columns: Column[]): string {
  return columns.map(({ name }) => name).join(', ');
}

/** Runs a history; its statements follow each other. */
export async function execute(client: cassandra.Client, statements: Statement[]): Promise<void> {
  for (const { cql, parameters } of statements) await client.execute(cql, parameters, { prepare: true });
}
