import { readFileSync } from 'node:fs';

/** The part of draft-07 that schema/pipeline.schema.json uses. */
export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  type?: string | string[];
  description?: string;
  default?: unknown;
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  items?: Schema;
  definitions?: Record<string, Schema | false>;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  patternErrorMessage?: string;
  examples?: unknown[];
}

const referenceBranch = '#/definitions/reference';

/** The schema of a pipeline, read from the package. */
export function readPipelineSchema(): Schema {
  return JSON.parse(readFileSync(new URL('../../schema/pipeline.schema.json', import.meta.url), 'utf8')) as Schema;
}

/** What a field may be once its references are replaced: a schema without $ref, allOf and anyOf for each possibility. */
export function alternatives(schema: Schema | undefined, root: Schema): Schema[] {
  if (schema === undefined || schema.$ref === referenceBranch) return [];
  if (schema.$ref !== undefined) {
    const definition = root.definitions?.[schema.$ref.replace('#/definitions/', '')];
    return definition === false ? [] : alternatives(definition, root);
  }
  const nested = [...(schema.allOf ?? []), ...(schema.anyOf ?? [])];
  return nested.length === 0 ? [schema] : nested.flatMap((each) => alternatives(each, root));
}

/** The mapping that a field may be, if it may be one. */
export function mappingSchema(schema: Schema | undefined, root: Schema): Schema | undefined {
  return alternatives(schema, root).find(({ type }) => type === 'object');
}

/** The schema of a field of a mapping or of an item of a list. */
export function childSchema(schema: Schema | undefined, part: string | number, root: Schema): Schema | undefined {
  const all = alternatives(schema, root);
  if (typeof part === 'number') return all.find(({ items }) => items !== undefined)?.items;
  const mapping = all.find(({ type }) => type === 'object');
  if (mapping?.properties !== undefined && Object.hasOwn(mapping.properties, part)) return mapping.properties[part];
  return typeof mapping?.additionalProperties === 'object' ? mapping.additionalProperties : undefined;
}

/** The schema of a field by its path from the root. */
export function schemaAt(path: (string | number)[], root: Schema): Schema | undefined {
  return path.reduce<Schema | undefined>((parent, part) => childSchema(parent, part, root), root);
}

/** Dotted paths of the mappings that have a field of this name, lists as `tables[]`. */
export function pathsOfField(name: string, root: Schema): string[] {
  const found: string[] = [];
  function visit(schema: Schema | undefined, path: string): void {
    for (const { properties = {}, items } of alternatives(schema, root)) {
      if (Object.hasOwn(properties, name)) found.push(path);
      for (const [key, field] of Object.entries(properties)) visit(field, path === '' ? key : `${path}.${key}`);
      if (items !== undefined) visit(items, `${path}[]`);
    }
  }
  visit(root, '');
  return found;
}
