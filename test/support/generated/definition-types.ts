import { alternatives, type Schema } from '../../../src/pipeline/schema.js';

/** TypeScript types of definitions that were accepted: defaults are filled in, references and lists in one text are gone. */
export function definitionTypes(root: Schema): string {
  const mappings = Object.entries(root.definitions ?? {}).filter(([, schema]) => isMapping(schema));
  const types = mappings.map(([name, schema]) => {
    const { description } = schema as { description?: string };
    return `/** ${description} */\nexport interface ${typeName(name)} ${mappingType(schema as Schema, root)}\n`;
  });
  return ['// Written by `npm run docs` from schema/pipeline.schema.json.\n', ...types].join('\n');
}

function isMapping(schema: Schema | false): boolean {
  return schema !== false && schema.properties !== undefined;
}

function typeName(definition: string): string {
  return `${definition.charAt(0).toUpperCase()}${definition.slice(1)}`;
}

function typeOf(schema: Schema, root: Schema): string {
  const name = definitionOf(schema);
  if (name !== undefined && isMapping(root.definitions?.[name] ?? false)) return typeName(name);
  const all = alternatives(schema, root);
  const list = all.find(({ type }) => type === 'array');
  // One text with commas becomes a list.
  if (list !== undefined) return `${bracketed(typeOf(list.items ?? {}, root))}[]`;
  return [...new Set(all.map((each) => alternativeType(each, root)))].join(' | ');
}

function definitionOf({ $ref, allOf }: Schema): string | undefined {
  return ($ref ?? allOf?.[0]?.$ref)?.replace('#/definitions/', '');
}

function alternativeType(schema: Schema, root: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((word) => `'${word}'`).join(' | ');
  if (schema.type === 'object') return mappingType(schema, root);
  return [schema.type ?? []]
    .flat()
    .map((type) => (type === 'integer' ? 'number' : type))
    .join(' | ');
}

function mappingType(schema: Schema, root: Schema): string {
  if (schema.properties === undefined) return `Record<string, ${typeOf(schema.additionalProperties as Schema, root)}>`;
  const fields = Object.entries(schema.properties).map(([name, field]) => {
    const isThere = (schema.required ?? []).includes(name) || field.default !== undefined;
    const described = field.description === undefined ? '' : `/** ${field.description} */\n`;
    return `${described}${name}${isThere ? '' : '?'}: ${typeOf(field, root)};`;
  });
  return `{\n${fields.join('\n')}\n}`;
}

function bracketed(type: string): string {
  return type.includes('|') ? `(${type})` : type;
}
