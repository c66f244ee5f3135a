import { type CqlType, type Field } from '../tables/cql-type.js';
import { serialise } from '../tables/serialise.js';
import { edgeCases, keyEdgeCases } from './edge-cases.js';
import { namedDraw } from './named-values.js';
import { type Draw, scalarDraws } from './scalar-values.js';

export interface ValueOptions {
  /** Name of the column; values fit it where it says something. */
  name: string;
  type: CqlType;
  /** Share of values that are at the limits of their type, 0 … 1. */
  edgeCases: number;
  /** The column is part of the primary key: no empty values, none that only Cassandra tells apart. */
  key?: boolean;
}

/**
 * Draws values for a column; never null, except inside of tuples and user-defined types. Values: the driver's own class
 * or a JavaScript primitive for scalars, arrays of items for lists, sets, tuples and user-defined types, arrays of pairs
 * for maps.
 */
export function createDraw(options: ValueOptions): Draw {
  const { name, type, key = false } = options;
  switch (type.kind) {
    case 'scalar': {
      const usual = namedDraw(name, type.name) ?? scalarDraws[type.name];
      const extremes = key ? keyEdgeCases(type.name) : edgeCases[type.name];
      if (extremes.length === 0 || options.edgeCases === 0) return usual;
      return (random) =>
        random.datatype.boolean(options.edgeCases) ? random.helpers.arrayElement(extremes) : usual(random);
    }
    case 'list':
      return itemsOf(createDraw({ ...options, type: type.element }), options);
    case 'set': {
      const draw = itemsOf(createDraw({ ...options, type: type.element }), options);
      return (random) => distinct(draw(random), (item) => serialise(type.element, item));
    }
    case 'map': {
      const drawKey = createDraw({ ...options, type: type.key });
      const drawValue = createDraw({ ...options, type: type.value });
      const draw = itemsOf((random) => [drawKey(random), drawValue(random)] as const, options);
      return (random) => distinct(draw(random), ([mapKey]) => serialise(type.key, mapKey));
    }
    case 'tuple':
      return itemsOrNull(
        type.elements.map((element) => ({ name, type: element })),
        options,
      );
    case 'udt':
      return itemsOrNull(type.fields, options);
  }
}

/** One item for each field; null is an edge case. */
function itemsOrNull(fields: Field[], options: ValueOptions): Draw<unknown[]> {
  const draws = fields.map((field) => createDraw({ ...options, name: field.name, type: field.type }));
  return (random) =>
    draws.map((draw) => (options.key !== true && random.datatype.boolean(options.edgeCases) ? null : draw(random)));
}

/** One to four items; none at all is an edge case. */
function itemsOf<T>(draw: Draw<T>, options: ValueOptions): Draw<T[]> {
  return (random) => {
    const empty = options.key !== true && random.datatype.boolean(options.edgeCases);
    return Array.from({ length: empty ? 0 : random.number.int({ min: 1, max: 4 }) }, () => draw(random));
  };
}

function distinct<T>(items: T[], bytesOf: (item: T) => Buffer): T[] {
  return [...new Map(items.map((item) => [bytesOf(item).toString('latin1'), item])).values()];
}
