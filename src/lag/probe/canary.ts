import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import cassandra, { type Client } from 'cassandra-driver';
import { quoteCql } from '../../clients/cassandra.js';
import { OperatorError } from '../../errors.js';
import { formatCqlType } from '../../tables/cql-type.js';
import { type ReplicatedColumn, type ReplicatedTable } from '../../tables/replicated-table.js';

/** The primary key of a row that is written to be looked for: column → value, as Cassandra's JSON takes it in a text. */
export type CanaryKey = Map<string, string>;

const text = () => `cdcctl-probe-${randomUUID()}`;
const integer = (below: number) => () => String(randomInt(below));

/** Values that events hold as the same text, so that a row is recognised by them. */
const recognised: Record<string, (() => string) | undefined> = {
  uuid: randomUUID,
  timeuuid: () => cassandra.types.TimeUuid.now().toString(),
  text,
  ascii: text,
  bigint: integer(2 ** 47),
  varint: integer(2 ** 47),
  int: integer(2 ** 31),
  smallint: integer(2 ** 15),
  tinyint: integer(2 ** 7),
};

/** Values for the other columns of a key. */
const others: Record<string, (() => string) | undefined> = {
  timestamp: () => new Date().toISOString(),
  date: () => new Date().toISOString().slice(0, 10),
  time: () => new Date().toISOString().slice(11, 23),
  boolean: () => 'true',
  inet: () => '192.0.2.1',
  decimal: integer(2 ** 31),
  float: integer(2 ** 20),
  double: integer(2 ** 31),
  blob: () => `0x${randomBytes(8).toString('hex')}`,
};

/**
 * Takes the values that are given and makes the others.
 * @throws OperatorError (invalid)
 */
export function canaryKey({ source, keys }: ReplicatedTable, given: Map<string, string>): CanaryKey {
  const unknown = [...given.keys()].find((name) => !keys.some((key) => key.name === name));
  const refuse = (message: string) =>
    new OperatorError({ kind: 'invalid', resource: `${source.keyspace}.${source.name}`, message });
  if (unknown !== undefined) throw refuse(`${unknown} is no column of the primary key`);
  if (!keys.some((key) => makerOf(key, recognised))) {
    throw refuse('a row cannot be recognised by a key without a text, uuid or whole number');
  }
  return new Map(
    keys.map((key) => {
      const value = given.get(key.name) ?? makerOf(key, { ...others, ...recognised })?.();
      if (value === undefined) {
        throw refuse(`--key ${key.name}=… is needed: cdcctl makes no values of type ${formatCqlType(key.column.type)}`);
      }
      return [key.name, value];
    }),
  );
}

function makerOf({ column: { type } }: ReplicatedColumn, makers: typeof recognised) {
  return type.kind === 'scalar' ? makers[type.name] : undefined;
}

/** Whether the fields of an event are about the row. */
export function isAbout({ keys }: ReplicatedTable, key: CanaryKey, fields: Record<string, unknown>): boolean {
  return keys
    .filter((column) => makerOf(column, recognised))
    .every(({ name }) => {
      const { value } = Object(fields[name]) as { value?: unknown };
      const isTold = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return isTold && String(value) === key.get(name);
    });
}

/** @throws OperatorError (invalid) where the row exists: it is left as it is */
export async function writeCanary(client: Client, { source }: ReplicatedTable, key: CanaryKey): Promise<void> {
  const table = `${quoteCql(source.keyspace)}.${quoteCql(source.name)}`;
  const row = JSON.stringify(Object.fromEntries([...key].map(([name, value]) => [quoteCql(name), value])));
  const result = await client.execute(`INSERT INTO ${table} JSON ? DEFAULT UNSET IF NOT EXISTS`, [row], {
    prepare: true,
  });
  if (result.wasApplied()) return;
  throw new OperatorError({
    kind: 'invalid',
    resource: `${source.keyspace}.${source.name}`,
    message: `the row ${formatKey(key)} exists, and the probe writes over none`,
    hint: 'give another --key',
  });
}

/** Also by a lightweight transaction: the write time of another delete could be before that of the insert. */
export async function removeCanary(client: Client, { source }: ReplicatedTable, key: CanaryKey): Promise<void> {
  const table = `${quoteCql(source.keyspace)}.${quoteCql(source.name)}`;
  const matches = [...key.keys()].map((name) => `${quoteCql(name)} = fromJson(?)`).join(' AND ');
  const values = [...key.values()].map((value) => JSON.stringify(value));
  await client.execute(`DELETE FROM ${table} WHERE ${matches} IF EXISTS`, values, { prepare: true });
}

export function formatKey(key: CanaryKey): string {
  return [...key].map(([name, value]) => `${name}=${value}`).join(', ');
}
