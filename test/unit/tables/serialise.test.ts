import cassandra from 'cassandra-driver';
import { createRequire } from 'node:module';
import { type CqlType, parseCqlType } from '../../../src/tables/cql-type.js';
import { codecOf } from '../../../src/tables/canonical/codec-of.js';
import { serialise } from '../../../src/tables/serialise.js';
import { createRandom } from '../../../src/generate/random.js';
import { createDraw } from '../../../src/generate/values.js';
import { addressType, everyType } from '../generate/tables.js';

interface DriverEncoder {
  encode: (value: unknown, type: unknown) => Buffer | null;
  decode: (bytes: Buffer, type: unknown) => unknown;
}

/** The driver's own encoder, which is the reference for the bytes. */
const Encoder = createRequire(import.meta.url)('cassandra-driver/lib/encoder') as new (
  protocolVersion: number,
  options: { encoding: object },
) => DriverEncoder;
const driver = new Encoder(4, { encoding: { map: Map } });

const { dataTypes } = cassandra.types;

/** The driver's description of a type. */
function driverType(type: CqlType): object {
  switch (type.kind) {
    case 'scalar':
      return { code: dataTypes[type.name] };
    case 'list':
    case 'set':
      return { code: dataTypes[type.kind], info: driverType(type.element) };
    case 'map':
      return { code: dataTypes.map, info: [driverType(type.key), driverType(type.value)] };
    case 'tuple':
      return { code: dataTypes.tuple, info: type.elements.map(driverType) };
    case 'udt': {
      const fields = type.fields.map((field) => ({ name: field.name, type: driverType(field.type) }));
      return { code: dataTypes.udt, info: { fields } };
    }
  }
}

/** A value in the form in which the driver wants it. */
function driverValue(type: CqlType, value: unknown): unknown {
  if (value === null) return null;
  switch (type.kind) {
    case 'scalar':
      return value;
    case 'list':
    case 'set':
      return (value as unknown[]).map((item) => driverValue(type.element, item));
    case 'map':
      return new Map(
        (value as [unknown, unknown][]).map(([key, item]) => [
          driverValue(type.key, key),
          driverValue(type.value, item),
        ]),
      );
    case 'tuple':
      return cassandra.types.Tuple.fromArray(
        (value as unknown[]).map((item, index) => driverValue(type.elements[index]!, item)),
      );
    case 'udt':
      return Object.fromEntries(
        type.fields.map((field, index) => [field.name, driverValue(field.type, (value as unknown[])[index])]),
      );
  }
}

function holdsEmptyList(value: unknown): boolean {
  return Array.isArray(value) && (value.length === 0 || value.some(holdsEmptyList));
}

test.each(Object.values(everyType))(
  '%s: the bytes are those of the driver, and what it reads from them too',
  (text) => {
    const type = parseCqlType(text, addressType);
    const random = createRandom({ seed: 1, stream: 1 });
    for (const edgeCases of [0, 0.3]) {
      const draw = createDraw({ name: 'x', type, edgeCases });
      for (let i = 0; i < 100; i++) {
        const value = draw(random);
        const bytes = serialise(type, value);
        const decoded = driver.decode(bytes, driverType(type));
        // the driver reads an empty blob as null only at the top level
        if (decoded !== null) expect(serialise(type, decoded).toString('hex')).toBe(bytes.toString('hex'));
        // the driver cannot write empty lists
        if (holdsEmptyList(value)) continue;
        expect(bytes.toString('hex')).toBe(driver.encode(driverValue(type, value), driverType(type))?.toString('hex'));
      }
    }
  },
);

test('an empty list is not null', () => {
  const type = parseCqlType('frozen<list<frozen<list<int>>>>');
  expect(serialise(type, [])).toEqual(Buffer.alloc(4));
  expect(serialise(type, [[], [7]]).toString('hex')).toBe(
    '00000002' + '0000000400000000' + '0000000c000000010000000400000007',
  );
});

test('a timestamp that the driver has lost is one that PostgreSQL cannot hold', () => {
  const type = parseCqlType('list<timestamp>');
  const bytes = Buffer.from('00000001' + '00000008' + '7fffffffffffffff', 'hex');
  const read = serialise(type, driver.decode(bytes, driverType(type)));
  expect(codecOf(type)!.literal(codecOf(type)!.fromCassandra(read)!)).toBeUndefined();
});

test('missing items of a tuple and fields of a user-defined type are null', () => {
  const nulls = 'ffffffff'.repeat(3);
  const tuple = parseCqlType('tuple<int, text, blob>');
  expect(serialise(tuple, new cassandra.types.Tuple(null)).toString('hex')).toBe(nulls);
  expect(serialise(parseCqlType('address', addressType), {}).toString('hex')).toBe(nulls);
});
