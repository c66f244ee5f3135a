import type cassandra from 'cassandra-driver';
import { parseCqlType, scalarTypes } from '../../../src/tables/cql-type.js';
import { edgeCases, keyEdgeCases } from '../../../src/generate/edge-cases.js';
import { createRandom } from '../../../src/generate/random.js';
import { createDraw } from '../../../src/generate/values.js';
import { serialise } from '../../../src/tables/serialise.js';
import { addressType } from './tables.js';

function draw(name: string, cqlType: string, options: { edgeCases?: number; key?: boolean; count?: number } = {}) {
  const random = createRandom({ seed: 5, stream: 1 });
  const type = parseCqlType(cqlType, addressType);
  const next = createDraw({ name, type, edgeCases: options.edgeCases ?? 0, key: options.key ?? false });
  return Array.from({ length: options.count ?? 50 }, () => next(random));
}

test.each([
  ['email', 'text', /^[^@\s]+@[^@\s]+\.\w+$/],
  ['emails', 'text', /@/],
  ['contactEmail', 'text', /@/],
  ['status', 'text', /^(new|pending|active|suspended|closed)$/],
  ['name', 'text', /^\S+ .*\S+$/],
  ['country_code', 'text', /^[A-Z]{2}$/],
  ['ip', 'text', /^\d+\.\d+\.\d+\.\d+$/],
  ['currency', 'ascii', /^[A-Z]{3}$/],
  ['amount', 'decimal', /^\d+\.\d\d$/],
  ['balance', 'bigint', /^\d+$/],
  ['age', 'int', /^(1[89]|[2-8]\d|9[0-5])$/],
  ['created_at', 'date', /^202[56]-\d\d-\d\d$/],
])('%s %s looks the part', (name, type, pattern) => {
  for (const value of draw(name, type)) expect(String(value)).toMatch(pattern);
});

test('created_at is within ninety days of the reference date', () => {
  for (const value of draw('created_at', 'timestamp') as Date[]) {
    expect(value.getTime()).toBeGreaterThanOrEqual(Date.parse('2025-10-03'));
    expect(value.getTime()).toBeLessThanOrEqual(Date.parse('2026-01-01'));
  }
});

test('names reach into collections', () => {
  for (const value of draw('emails', 'list<text>') as string[][])
    expect(value.every((item) => item.includes('@'))).toBe(true);
});

test('values that fit a name stay within a small type', () => {
  for (const value of draw('year', 'tinyint') as number[]) expect(value).toBe(127);
});

test.each(scalarTypes)('%s: edge cases are all drawn when they are all that is wanted', (type) => {
  if (edgeCases[type].length === 0) return;
  const drawn = new Set(draw('x', type, { edgeCases: 1, count: 500 }));
  expect(drawn.size).toBe(new Set(edgeCases[type]).size);
});

test('text never has zero bytes or lone surrogates, and ascii is ASCII', () => {
  for (const value of draw('x', 'text', { edgeCases: 0.5, count: 500 }) as string[]) {
    expect(value).not.toContain('\0');
    expect(Buffer.from(value, 'utf8').toString('utf8')).toBe(value);
  }
  for (const name of ['x', 'company', 'city', 'description']) {
    for (const value of draw(name, 'ascii', { edgeCases: 0.5, count: 500 }) as string[]) {
      expect(Buffer.from(value, 'utf8').every((byte) => byte < 128)).toBe(true);
    }
  }
});

test('floats are finite without edge cases', () => {
  for (const value of [...draw('x', 'float'), ...draw('x', 'double')]) expect(Number.isFinite(value)).toBe(true);
});

test.each(scalarTypes)('%s: keys are never empty, and distinct bytes are distinct values', (type) => {
  for (const value of keyEdgeCases(type))
    expect(serialise({ kind: 'scalar', name: type }, value).length).toBeGreaterThan(0);
  expect(keyEdgeCases('double')).toEqual([]);
});

test('sets have no duplicates', () => {
  for (const value of draw('x', 'set<boolean>') as boolean[][]) expect(new Set(value).size).toBe(value.length);
});

test('uuids have their versions', () => {
  for (const value of draw('x', 'uuid')) expect(String(value)).toMatch(/^.{14}4.{4}[89ab]/);
  for (const value of draw('x', 'timeuuid') as cassandra.types.TimeUuid[]) {
    expect(value.toString()).toMatch(/^.{14}1.{4}[89ab]/);
    expect(value.getDate().getUTCFullYear()).toBeGreaterThanOrEqual(2025);
  }
});
