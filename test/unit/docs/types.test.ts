import { parseCqlType } from '../../../src/tables/cql-type.js';
import { isReadable } from '../../../src/tables/connector-support.js';
import { typeMapping } from '../../../src/tables/type-mapping.js';
import { type DocumentedType, documentedTypes, documentedUserType } from '../../support/documented-types.js';
import { type CapturedCase, readCapturedCases } from '../../support/captured-events.js';
import { expectGenerated, markdownTable, withPart } from '../../support/generated/generated-file.js';

const markers = { start: '<!-- types: written by npm run docs -->', end: '<!-- end of types -->' };
const userTypes = new Map([
  [documentedUserType.name, Object.entries(documentedUserType.fields).map(([name, type]) => ({ name, type }))],
]);

test('docs/types.md says what the code does', async () => {
  const part = typesTable(readCapturedCases());
  await expectGenerated('docs/types.md', withPart('docs/types.md', { ...markers, part }));
});

function typesTable(cases: CapturedCase[]): string {
  const head = ['CQL', 'in the event', 'example', 'PostgreSQL', 'value from', 'equal times', 'not kept'];
  return markdownTable([head, ...documentedTypes.map((type) => typeRow(type, cases))]);
}

function typeRow(documented: DocumentedType, cases: CapturedCase[]): string[] {
  const { cql, kind, inEvent, lost = '' } = documented;
  const type = parseCqlType(cql, userTypes);
  const mapping = typeMapping(type, '');
  const name = kind === 'static' ? 'static column' : code(cql);
  const sample = code(exampleOf(documented, cases));
  if (mapping === undefined || !isReadable(type)) return [name, inEvent, sample, 'refused', '', '', lost];
  const readBack = kind === 'static' || mapping.fromEvent === undefined;
  const postgresql = kind === 'static' ? 'as its type' : mapping.postgresql;
  if (readBack) return [name, inEvent, sample, postgresql, 'Cassandra, read back', 'the newest reading', lost];
  return [name, inEvent, sample, postgresql, 'event', tieOf(mapping.serialised('value')), lost];
}

/** What decides between two writes of the same microsecond. */
function tieOf(serialised: string): string {
  return serialised === `convert_to((value)::text, 'UTF8')` ? 'bytes of the text' : 'Cassandra’s bytes';
}

/** The JSON of the value in the captured event. */
function exampleOf({ example }: DocumentedType, cases: CapturedCase[]): string {
  if (example === undefined) return '';
  const captured = cases.find((one) => one.case === example.case)?.events[0]?.event[example.column];
  const { value } = captured as { value: unknown };
  const isInteger = typeof value === 'string' && /^v_(bigint|duration)$/.test(example.column);
  return isInteger ? value : JSON.stringify(value);
}

function code(text: string): string {
  return text === '' ? '' : `\`${text}\``;
}
