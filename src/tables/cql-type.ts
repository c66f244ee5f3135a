import { OperatorError } from '../errors.js';

export const scalarTypes = [
  'ascii', 'bigint', 'blob', 'boolean', 'counter', 'date', 'decimal', 'double', 'duration', 'float', 'inet',
  'int', 'smallint', 'text', 'time', 'timestamp', 'timeuuid', 'tinyint', 'uuid', 'varint',
] as const; // prettier-ignore
export type ScalarType = (typeof scalarTypes)[number];

/** A CQL type as system_schema.columns spells it. */
export type CqlType =
  | { kind: 'scalar'; name: ScalarType }
  | { kind: 'list' | 'set'; frozen: boolean; element: CqlType }
  | { kind: 'map'; frozen: boolean; key: CqlType; value: CqlType }
  | { kind: 'tuple'; elements: CqlType[] }
  | { kind: 'udt'; frozen: boolean; name: string };

/**
 * Parses `frozen<map<text, list<int>>>` and the like.
 * @throws OperatorError (invalid) for custom types, which no stock connector carries.
 */
export function parseCqlType(text: string): CqlType {
  const { name, parameters } = splitType(text);
  switch (name) {
    case 'varchar':
      return { kind: 'scalar', name: 'text' };
    case 'frozen':
      return frozen(parseCqlType(parameter(text, parameters, 0)));
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
    default:
      if (isScalar(name)) return { kind: 'scalar', name };
      if (/^'|\./.test(name)) throw unsupported(text);
      return { kind: 'udt', frozen: false, name: name.replace(/^"|"$/g, '') };
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

/** Whatever is inside of a collection is frozen, whether the schema says so or not. */
function parseNested(text: string): CqlType {
  return frozen(parseCqlType(text));
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
