import { OperatorError } from '../errors.js';

export const scalarTypes = [
  'ascii', 'bigint', 'blob', 'boolean', 'counter', 'date', 'decimal', 'double', 'duration', 'float', 'inet',
  'int', 'smallint', 'text', 'time', 'timestamp', 'timeuuid', 'tinyint', 'uuid', 'varint',
] as const; // prettier-ignore
export type ScalarType = (typeof scalarTypes)[number];

/** A CQL type with everything known that is needed to read, make and convert its values. */
export type CqlType =
  | { kind: 'scalar'; name: ScalarType }
  | { kind: 'list' | 'set'; frozen: boolean; element: CqlType }
  | { kind: 'map'; frozen: boolean; key: CqlType; value: CqlType }
  | { kind: 'tuple'; elements: CqlType[] }
  | { kind: 'udt'; frozen: boolean; name: string; fields: Field[] };

export interface Field {
  name: string;
  type: CqlType;
}

/** The fields of the user-defined types of a keyspace, by name of the type; their types as system_schema spells them. */
export type UserTypes = ReadonlyMap<string, readonly { name: string; type: string }[]>;

/**
 * Parses `frozen<map<text, list<int>>>` and the like, as system_schema.columns spells them.
 * @throws OperatorError (invalid) for custom types, which no stock connector carries, and for user-defined types that
 * do not exist.
 */
export function parseCqlType(text: string, userTypes: UserTypes = new Map()): CqlType {
  const { name, parameters } = splitType(text);
  // Whatever is inside of a collection is frozen, whether the schema says so or not.
  const parseNested = (nested: string) => frozen(parseCqlType(nested, userTypes));
  switch (name) {
    case 'varchar':
      return { kind: 'scalar', name: 'text' };
    case 'frozen':
      return parseNested(parameter(text, parameters, 0));
    case 'list':
    case 'set':
      return { kind: name, frozen: false, element: parseNested(parameter(text, parameters, 0)) };
    case 'map':
      return {
        kind: 'map',
        frozen: false,
        key: parseNested(parameter(text, parameters, 0)),
        value: parseNested(parameter(text, parameters, 1)),
      };
    case 'tuple':
      return { kind: 'tuple', elements: parameters.map(parseNested) };
    default: {
      if (isScalar(name)) return { kind: 'scalar', name };
      const unquoted = name.replace(/^"|"$/g, '');
      const fields = userTypes.get(unquoted);
      if (fields === undefined) throw unsupported(text);
      const resolved = fields.map((field) => ({ name: field.name, type: parseNested(field.type) }));
      return { kind: 'udt', frozen: false, name: unquoted, fields: resolved };
    }
  }
}

export function formatCqlType(type: CqlType): string {
  const wrap = (isFrozen: boolean, inner: string) => (isFrozen ? `frozen<${inner}>` : inner);
  switch (type.kind) {
    case 'scalar':
      return type.name;
    case 'list':
    case 'set':
      return wrap(type.frozen, `${type.kind}<${formatCqlType(type.element)}>`);
    case 'map':
      return wrap(type.frozen, `map<${formatCqlType(type.key)}, ${formatCqlType(type.value)}>`);
    case 'tuple':
      return `frozen<tuple<${type.elements.map(formatCqlType).join(', ')}>>`;
    case 'udt':
      return wrap(type.frozen, type.name);
  }
}

function frozen(type: CqlType): CqlType {
  return 'frozen' in type ? { ...type, frozen: true } : type;
}

function isScalar(name: string): name is ScalarType {
  return (scalarTypes as readonly string[]).includes(name);
}

function splitType(text: string): { name: string; parameters: string[] } {
  const open = text.indexOf('<');
  if (open < 0) return { name: text.trim(), parameters: [] };
  const parameters: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '<') depth++;
    if (text[i] === '>') depth--;
    if ((text[i] === ',' && depth === 1) || depth === 0) {
      parameters.push(text.slice(start, i).trim());
      start = i + 1;
    }
    if (depth === 0) break;
  }
  return { name: text.slice(0, open).trim(), parameters };
}

function parameter(type: string, parameters: string[], index: number): string {
  const found = parameters[index];
  if (found === undefined || found === '') throw unsupported(type);
  return found;
}

function unsupported(type: string): OperatorError {
  return new OperatorError({ kind: 'invalid', message: `cannot read the CQL type ${JSON.stringify(type)}` });
}
