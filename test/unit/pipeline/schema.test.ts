import { Ajv } from 'ajv';
import { readPipelineSchema, type Schema } from '../../../src/pipeline/schema.js';

const root = readPipelineSchema();

/** Every schema of the document with its JSON pointer. */
function everySchema(schema: unknown, pointer = ''): [string, Record<string, unknown>][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const nested = Object.entries(schema).flatMap(([key, value]) =>
    key === 'examples' || key === 'default' ? [] : everySchema(value, `${pointer}/${key}`),
  );
  return [[pointer, schema as Record<string, unknown>], ...nested];
}

const fields = everySchema(root).filter(([pointer]) => /\/(properties|definitions)\/[^/]+$/.test(pointer));

test.each(fields)('%s is documented', (_, schema) => {
  const documented =
    schema.$ref === undefined && schema.allOf === undefined ? schema : { ...schema, ...target(schema) };
  expect(documented).toMatchObject({
    title: expect.any(String) as string,
    description: expect.any(String) as string,
    examples: expect.arrayContaining([expect.anything()]) as unknown[],
  });
});

function target(schema: Record<string, unknown>): Record<string, unknown> {
  const reference = (schema.$ref ?? (schema.allOf as Schema[])[0]?.$ref) as string;
  const definition = root.definitions?.[reference.replace('#/definitions/', '')];
  return { ...(definition as object), ...schema };
}

test('no mapping takes unknown fields', () => {
  const open = everySchema(root).filter(([, { type, properties, additionalProperties }]) => {
    return type === 'object' && properties !== undefined && additionalProperties !== false;
  });
  expect(open).toEqual([]);
});

test.each(fields)('the examples of %s are valid', (pointer, schema) => {
  const ajv = new Ajv({ strictTypes: false, strictRequired: false, keywords: ['patternErrorMessage'] });
  ajv.addSchema(root, 'pipeline');
  for (const example of (schema.examples ?? []) as unknown[]) {
    expect([example, ajv.validate(`pipeline#${pointer}`, example)]).toEqual([example, true]);
  }
});
