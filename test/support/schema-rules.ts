import { alternatives, type Schema } from '../../src/pipeline/schema.js';

/** A rule of the schema for one field, and the line that a definition that breaks it gets, after `file:line:column: `. */
export interface SchemaRule {
  /** `spec.tables[].name pattern`. */
  name: string;
  line: RegExp;
}

/** Every rule of the schema, for every field. */
export function schemaRules(root: Schema): SchemaRule[] {
  return fieldRules(root, { root, path: '' });
}

function fieldRules(schema: Schema, { root, path }: { root: Schema; path: string }): SchemaRule[] {
  const possible = alternatives(schema, root);
  // One text with commas becomes a list before it is judged.
  const all = possible.some(({ type }) => type === 'array')
    ? possible.filter(({ type }) => type === 'array')
    : possible;
  return [...all.flatMap((each) => ownRules(each, path)), ...all.flatMap((each) => nestedRules(each, { root, path }))];
}

/** The keywords that only editors and the validator need. */
interface SizeRules {
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  uniqueItems?: boolean;
  dependencies?: Record<string, string[]>;
}

function ownRules(schema: Schema & SizeRules, path: string): SchemaRule[] {
  const rule = (keyword: string, message: string, at = path): SchemaRule => ({
    name: `${at} ${keyword}`,
    line: new RegExp(`(^|: )${wildcards(at)}: ${message}`, 'm'),
  });
  const { type = '', properties, required = [], dependencies = {} } = schema;
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  return [
    // Nothing can be said of the document, nor of its head, but that it is none of ours.
    ...(path === '' || schema.enum !== undefined
      ? []
      : [
          rule(
            'type',
            `must be ${[type]
              .flat()
              .map((each) => typeNames[each])
              .join(', ')}`,
          ),
        ]),
    ...(schema.enum === undefined ? [] : [rule('enum', `.*must be (one of )?${schema.enum.join(', ')}`)]),
    ...(schema.pattern !== undefined ? [rule('pattern', literal(schema.patternErrorMessage ?? ''))] : []),
    ...(schema.minLength === 1 ? [rule('minLength', 'must not be empty')] : []),
    ...(schema.maxLength === undefined ? [] : [rule('maxLength', `must have at most ${schema.maxLength} characters`)]),
    ...(schema.minItems === 1 ? [rule('minItems', 'must list at least one')] : []),
    ...(schema.uniqueItems === true ? [rule('uniqueItems', 'is listed twice', `${path}[]`)] : []),
    ...(schema.minimum === undefined ? [] : [rule('range', `must be from ${schema.minimum} to ${schema.maximum}`)]),
    ...(properties === undefined ? [] : [rule('additionalProperties', 'this field is not known', below('*'))]),
    ...required.map((name) => rule('required', 'is missing(;|$)', below(name))),
    ...Object.entries(dependencies).flatMap(([name, others]) =>
      others.map((other) => rule('dependencies', `is missing beside ${name}`, below(other))),
    ),
  ];
}

const typeNames: Record<string, string> = {
  object: 'a mapping',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

function nestedRules(schema: Schema, { root, path }: { root: Schema; path: string }): SchemaRule[] {
  const { properties = {}, items, additionalProperties } = schema;
  const open = typeof additionalProperties === 'object' ? { '*': additionalProperties } : {};
  return [
    ...Object.entries({ ...properties, ...open }).flatMap(([name, field]) =>
      fieldRules(field, { root, path: path === '' ? name : `${path}.${name}` }),
    ),
    ...(items === undefined ? [] : fieldRules(items, { root, path: `${path}[]` })),
  ];
}

/** A path in which `[]` stands for any index, and `*` for any name. */
function wildcards(path: string): string {
  return literal(path)
    .replaceAll('\\[\\]', '\\[\\d+\\]')
    .replace(/(\\\.)?\\\*/g, '(\\.?[^:.]+|\\[".*"\\])');
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
