import cassandra from 'cassandra-driver';
import { defaultMix, parseMix } from '../../../src/generate/mix.js';
import { type StatementOptions, statementSequence } from '../../../src/generate/statements.js';
import { type Statement } from '../../../src/generate/table-writer.js';
import { everyType, sketchTable } from './tables.js';

const { unset } = cassandra.types;
const table = sketchTable({ clustering: { line: 'int' }, statics: { owner: 'text' }, regulars: everyType });

function take(count: number, options: Partial<StatementOptions> = {}): Statement[] {
  const sequence = statementSequence({
    tables: [table],
    seed: 42,
    keys: 100,
    mix: defaultMix,
    edgeCases: 0.02,
    ...options,
  });
  return Array.from({ length: count }, () => sequence.next().value);
}

/** Statements with their parameters in hexadecimal. */
function textsOf(statements: Statement[]): string[] {
  const textOf = (value: unknown) =>
    Buffer.isBuffer(value) ? value.toString('hex') : value === null ? 'null' : 'unset';
  return statements.map(({ cql, parameters }) => `${cql} ← ${parameters.map(textOf).join(' ')}`);
}

function keysOf(statements: Statement[]): string[] {
  const width = table.partitionKey.length + table.clusteringKey.length;
  return statements.map(({ operation, parameters }) =>
    (operation === 'updates' ? parameters.slice(-width) : parameters.slice(0, width))
      .map((part) => (part as Buffer).toString('hex'))
      .join('/'),
  );
}

test('a seed says everything', () => {
  expect(textsOf(take(500))).toEqual(textsOf(take(500)));
  expect(textsOf(take(20))).not.toEqual(textsOf(take(20, { seed: 43 })));
});

test('the values of a seed are the same everywhere and ever', () => {
  const simple = sketchTable({ regulars: { email: 'text', amount: 'decimal', created_at: 'timestamp' } });
  const statements = take(3, { tables: [simple], mix: parseMix('inserts=1'), edgeCases: 0 });
  expect(textsOf(statements)).toMatchInlineSnapshot(`
   [
     "INSERT INTO "shop"."orders" ("id", "email", "amount", "created_at") VALUES (?, ?, ?, ?) ← 4a0d7df602b848788c30238a0133348c 44616e353240676d61696c2e636f6d null unset",
     "INSERT INTO "shop"."orders" ("id", "email", "amount", "created_at") VALUES (?, ?, ?, ?) ← 38db58d8756e4181a71104c6b480a242 4f6365616e653535407961686f6f2e636f6d unset unset",
     "INSERT INTO "shop"."orders" ("id", "email", "amount", "created_at") VALUES (?, ?, ?, ?) ← 6b5e42d19d6240c2a8dc5e320a662309 57616c646f38407961686f6f2e636f6d 00000002056c19 0000019a3de91689",
   ]
  `);
});

test('the mix is kept', () => {
  const statements = take(20_000);
  const share = (kind: Statement['operation']) =>
    statements.filter(({ operation }) => operation === kind).length / statements.length;
  expect(share('inserts')).toBeCloseTo(0.5, 1);
  expect(share('updates')).toBeCloseTo(0.4, 1);
  expect(share('deletes')).toBeCloseTo(0.1, 1);
});

test('inserts fill the pool before they repeat a key, and the rest hits what was inserted', () => {
  const inserts = take(150, { mix: parseMix('inserts=1') });
  expect(new Set(keysOf(inserts.slice(0, 100))).size).toBe(100);
  expect(new Set(keysOf(inserts)).size).toBe(100);
  const all = take(2000);
  const inserted = new Set(keysOf(all.filter(({ operation }) => operation === 'inserts')));
  expect(keysOf(all).every((key) => inserted.has(key))).toBe(true);
});

test('a run without inserts hits the rows of an earlier run with the same seed', () => {
  const inserted = new Set(keysOf(take(100, { mix: parseMix('inserts=1') })));
  const later = keysOf(take(300, { mix: parseMix('updates=1,deletes=1') }));
  expect(later.every((key) => inserted.has(key))).toBe(true);
  expect(new Set(later).size).toBeGreaterThan(50);
});

test('rows share partitions, and a partition has one hash', () => {
  const hashes = new Map<string, Set<number>>();
  for (const { parameters, hash } of take(100, { mix: parseMix('inserts=1') })) {
    const partition = (parameters[0] as Buffer).toString('hex');
    hashes.set(partition, (hashes.get(partition) ?? new Set()).add(hash));
  }
  expect(hashes.size).toBe(10);
  for (const ofPartition of hashes.values()) expect(ofPartition.size).toBe(1);
});

test('inserts are full and partial, updates touch a few columns, and both write nulls', () => {
  const statements = take(2000);
  const touched = (kind: Statement['operation']) =>
    statements
      .filter(({ operation }) => operation === kind)
      .map(({ parameters }) => parameters.filter((one) => one !== unset));
  const width = Object.keys(everyType).length + 3;
  const inserts = touched('inserts');
  expect(inserts.some((values) => values.length === width)).toBe(true);
  expect(inserts.some((values) => values.length < width)).toBe(true);
  expect(Math.max(...touched('updates').map((values) => values.length))).toBe(2 + 3 + 1);
  expect(inserts.flat()).toContain(null);
  expect(touched('updates').flat()).toContain(null);
});

test('every statement has a parameter for each marker, whatever the shape of the table', () => {
  const tables = [
    table,
    sketchTable({ name: 'only_key', clustering: { day: 'date' } }),
    sketchTable({ name: 'only_statics', clustering: { day: 'date' }, statics: { note: 'text' } }),
    sketchTable({ name: '"Quoted"', partition: { a: 'text', B: 'int' }, regulars: { 'x"y': 'int' } }),
  ];
  const statements = take(500, { tables, mix: parseMix('inserts=1,updates=1,deletes=1,partition-deletes=1') });
  for (const { cql, parameters } of statements) expect(cql.split('?').length - 1).toBe(parameters.length);
  const texts = new Set(statements.map(({ cql }) => cql));
  expect([...texts].toSorted().filter((text) => !text.includes('"orders"'))).toMatchInlineSnapshot(`
   [
     "DELETE FROM "shop"."""Quoted""" WHERE "a" = ? AND "B" = ?",
     "DELETE FROM "shop"."only_key" WHERE "id" = ?",
     "DELETE FROM "shop"."only_key" WHERE "id" = ? AND "day" = ?",
     "DELETE FROM "shop"."only_statics" WHERE "id" = ?",
     "DELETE FROM "shop"."only_statics" WHERE "id" = ? AND "day" = ?",
     "INSERT INTO "shop"."""Quoted""" ("a", "B", "x""y") VALUES (?, ?, ?)",
     "INSERT INTO "shop"."only_key" ("id", "day") VALUES (?, ?)",
     "INSERT INTO "shop"."only_statics" ("id", "day", "note") VALUES (?, ?, ?)",
     "UPDATE "shop"."""Quoted""" SET "x""y" = ? WHERE "a" = ? AND "B" = ?",
     "UPDATE "shop"."only_statics" SET "note" = ? WHERE "id" = ?",
   ]
  `);
});
