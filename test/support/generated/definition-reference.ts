import { alternatives, mappingSchema, type Schema } from '../../../src/pipeline/schema.js';
import { markdownTable } from './generated-file.js';

const introduction = `# The definition

Written by \`npm run docs\` from [schema/pipeline.schema.json](../../schema/pipeline.schema.json). Fields in
**bold** must be there. \`[]\` stands for each item of a list.

References, overlays and \`--set\` are for every field: \`\${env:NAME}\`, \`\${env:NAME:-default}\` and \`\${file:PATH}\` are
replaced before a definition is checked; \`$\${\` stands for a literal \`\${\`. A path is relative to the file that names it.`;

/** The reference of all fields as Markdown: a section for each mapping, a row for each field. */
export function definitionReference(root: Schema): string {
  return [introduction, ...sections(root, { root, path: '' })].join('\n\n');
}

function sections(schema: Schema, { root, path }: { root: Schema; path: string }): string[] {
  const mapping = mappingSchema(schema, root);
  const items = alternatives(schema, root).find((each) => each.items !== undefined)?.items;
  if (items !== undefined) return sections(items, { root, path: `${path}[]` });
  if (mapping?.properties === undefined) return [];
  const fields = Object.entries(mapping.properties);
  const rows = fields.map(([name, field]) => row(field, { name, root, required: mapping.required ?? [] }));
  return [
    `## ${path === '' ? 'The document' : `\`${path}\``}`,
    described(schema, root).description ?? '',
    markdownTable([['field', 'type', 'default', 'meaning', 'example'], ...rows]),
    ...fields.flatMap(([name, field]) => sections(field, { root, path: path === '' ? name : `${path}.${name}` })),
  ];
}

function row(field: Schema, { name, root, required }: { name: string; root: Schema; required: string[] }): string[] {
  const { description = '', examples = [], default: byDefault } = described(field, root);
  const isSection = sections(field, { root, path: name }).length > 0;
  return [
    required.includes(name) ? `**\`${name}\`**` : `\`${name}\``,
    typeInWords(field, root),
    isSection || byDefault === undefined ? '' : code(byDefault),
    description,
    isSection ? '' : code(examples[0]),
  ];
}

/** A field with what the definition that it refers to says, where it does not say it itself. */
function described(schema: Schema, root: Schema): Schema {
  const name = (schema.$ref ?? schema.allOf?.[0]?.$ref)?.replace('#/definitions/', '');
  const definition = name === undefined ? undefined : root.definitions?.[name];
  return definition === undefined || definition === false ? schema : { ...described(definition, root), ...schema };
}

function typeInWords(schema: Schema, root: Schema): string {
  return alternatives(schema, root)
    .map((each) => alternativeInWords(each, root))
    .join(', or ');
}

function alternativeInWords(schema: Schema, root: Schema): string {
  const { type, minimum, maximum, items, additionalProperties, patternErrorMessage } = schema;
  if (schema.enum !== undefined) return schema.enum.map((word) => `\`${word}\``).join(', ');
  switch (type) {
    case 'integer':
      return minimum === undefined ? 'whole number' : `whole number from ${minimum} to ${maximum}`;
    case 'array':
      return items === undefined || mappingSchema(items, root) ? 'list' : `list of: ${typeInWords(items, root)}`;
    case 'object':
      return typeof additionalProperties === 'object'
        ? `mapping to: ${typeInWords(additionalProperties, root)}`
        : 'mapping';
    case 'string':
      return patternErrorMessage === undefined ? 'text' : `text that ${patternErrorMessage}`;
    default:
      return [type ?? []]
        .flat()
        .map((each) => (each === 'boolean' ? 'true or false' : each === 'string' ? 'text' : each))
        .join(', ');
  }
}

function code(value: unknown): string {
  if (value === undefined) return '';
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
