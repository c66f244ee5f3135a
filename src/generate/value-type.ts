import { OperatorError } from '../errors.js';
import { type CqlType, type ScalarType } from '../tables/cql-type.js';

/**
 * A CQL type with everything known that is needed to make a value: tuples and user-defined types are records.
 * Values: the driver's own class or a JavaScript primitive for scalars, arrays for lists, sets and records, arrays of
 * pairs for maps.
 */
export type ValueType =
  | { kind: 'scalar'; name: ScalarType }
  | { kind: 'list' | 'set'; element: ValueType }
  | { kind: 'map'; key: ValueType; value: ValueType }
  | { kind: 'record'; fields: Field[] };

export interface Field {
  /** Empty in tuples. */
  name: string;
  type: ValueType;
}

/** The fields of the user-defined types of a keyspace, by name of the type. */
export type UserTypes = ReadonlyMap<string, { name: string; type: CqlType }[]>;

/** @throws OperatorError (invalid) for user-defined types that do not exist, which is how unknown types parse */
export function resolveType(type: CqlType, userTypes: UserTypes): ValueType {
  const resolve = (inner: CqlType) => resolveType(inner, userTypes);
  switch (type.kind) {
    case 'scalar':
      return type;
    case 'list':
    case 'set':
      return { kind: type.kind, element: resolve(type.element) };
    case 'map':
      return { kind: 'map', key: resolve(type.key), value: resolve(type.value) };
    case 'tuple':
      return { kind: 'record', fields: type.elements.map((element) => ({ name: '', type: resolve(element) })) };
    case 'udt': {
      const fields = userTypes.get(type.name);
      if (fields === undefined) {
        throw new OperatorError({ kind: 'invalid', message: `cannot make values of the CQL type ${type.name}` });
      }
      return { kind: 'record', fields: fields.map(({ name, type: inner }) => ({ name, type: resolve(inner) })) };
    }
  }
}
