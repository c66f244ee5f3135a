import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCqlType } from '../../../src/tables/cql-type.js';
import { isReadable } from '../../../src/tables/connector-support.js';
import { typeMapping } from '../../../src/tables/type-mapping.js';
import { type DocumentedType, documentedTypes, documentedUserType } from '../../support/documented-types.js';
import { type CapturedCase, readCapturedCases } from '../../support/captured-events.js';

/** `npm run docs:types` writes the table as it is now. */
const update = process.env.UPDATE_DOCS === '1';
const file = join(import.meta.dirname, '../../../docs/types.md');
const markers = { start: '<!-- types: written by npm run docs:types -->', end: '<!-- end of types -->' };
const userTypes = new Map([
  [documentedUserType.name, Object.entries(documentedUserType.fields).map(([name, type]) => ({ name, type }))],
]);

test('docs/types.md says what the code does', () => {
  const document = readFileSync(file, 'utf8');
  const written = withTable(document, typesTable(readCapturedCases()));
  if (update) writeFileSync(file, written);
  expect(update ? written : document).toBe(written);
});

function withTable(document: string, table: string): string {
  const [before = ''] = document.split(markers.start);
  const after = document.split(markers.end)[1] ?? '';
  return `${before}${markers.start}\n\n${table}\n\n${markers.end}${after}`;
}

function typesTable(cases: CapturedCase[]): string {
  const head = ['CQL', 'in the event', 'example', 'PostgreSQL', 'value from', 'equal times', 'not kept'];
  return tableOf([head, ...documentedTypes.map((type) => typeRow(type, cases))]);
}

/** Cells as prettier aligns them. */
function tableOf(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => [...row[column]!].length)));
  const line = (cells: string[], fill: string) =>
    `| ${cells.map((cell, i) => cell + fill.repeat(widths[i]! - [...cell].length)).join(' | ')} |`;
  const [head, ...body] = rows;
  return [
    line(head!, ' '),
    line(
      head!.map(() => ''),
      '-',
    ),
    ...body.map((row) => line(row, ' ')),
  ].join('\n');
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
