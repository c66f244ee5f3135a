import { readPipelineSchema } from '../../../src/pipeline/schema.js';
import { definitionReference } from '../../support/generated/definition-reference.js';
import { definitionTypes } from '../../support/generated/definition-types.js';
import { expectGenerated } from '../../support/generated/generated-file.js';

const schema = readPipelineSchema();

test('docs/reference/definition.md has the fields of the schema', async () => {
  await expectGenerated('docs/reference/definition.md', definitionReference(schema));
});

test('the types of definitions are those of the schema', async () => {
  await expectGenerated('src/pipeline/definition-types.ts', definitionTypes(schema));
});
