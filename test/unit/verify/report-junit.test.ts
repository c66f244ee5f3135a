import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { renderJunit } from '../../../src/cli/verify-report/junit.js';
import { type TableReport } from '../../../src/verify/report.js';
import { difference, tableReport, verifyEnvelope, verifyReport } from '../../support/verify-reports.js';

/** Of junit-10.xsd: attributes, a required one with `!`, and elements that may stand inside. */
const schema: Record<string, { attributes: string[]; children: string[] }> = {
  testsuites: { attributes: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite'] },
  testsuite: {
    attributes: [
      'name!', 'tests!', 'failures!', 'errors!', 'group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package',
      'file', 'log', 'url',
    ], // prettier-ignore
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name!', 'value!'], children: [] },
  testcase: {
    attributes: ['name!', 'time', 'classname', 'group'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: { attributes: ['type', 'message'], children: ['#text'] },
  error: { attributes: ['type', 'message'], children: ['#text'] },
  skipped: { attributes: ['type', 'message'], children: ['#text'] },
  'system-out': { attributes: [], children: ['#text'] },
  'system-err': { attributes: [], children: ['#text'] },
};

interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** Its own text and that of all inside. */
  text: string;
}

/** The root of a document that keeps to the schema. */
function parse(xml: string): Element {
  expect(XMLValidator.validate(xml)).toBe(true);
  expect(xml).not.toMatch(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/u);
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    ignoreDeclaration: true,
    parseTagValue: false,
    trimValues: false,
    htmlEntities: true,
  });
  const [root] = (parser.parse(xml) as Node[]).flatMap((node) => elementOf(node) ?? []);
  checkSchema(root!);
  return root!;
}

type Node = Record<string, unknown>;

function elementOf(node: Node): Element | undefined {
  const name = Object.keys(node).find((key) => key !== ':@')!;
  if (name === '#text') return undefined;
  const inside = node[name] as Node[];
  const children = inside.flatMap((child) => elementOf(child) ?? []);
  const text = inside.map((child) => ('#text' in child ? String(child['#text']) : '')).join('');
  return { name, attributes: (node[':@'] ?? {}) as Record<string, string>, children, text };
}

function checkSchema({ name, attributes, children, text }: Element): void {
  const known = schema[name]!;
  const required = known.attributes.filter((one) => one.endsWith('!')).map((one) => one.slice(0, -1));
  expect(Object.keys(attributes)).toEqual(expect.arrayContaining(required));
  expect(known.attributes.map((one) => one.replace('!', ''))).toEqual(expect.arrayContaining(Object.keys(attributes)));
  if (!known.children.includes('#text')) expect(text.trim()).toBe('');
  for (const child of children) {
    expect(known.children).toContain(child.name);
    checkSchema(child);
  }
}

const named = ({ children }: Element, name: string) => children.filter((child) => child.name === name);

test('a suite for each pipeline, a case for each table', () => {
  const tables: Partial<TableReport>[] = [
    {},
    {
      table: 'orders',
      verdict: 'different',
      differenceCount: 2,
      kinds: { changed: 1, extra: 1 },
      differences: [difference()],
    },
    { pipeline: 'other', table: 'events', verdict: 'inconclusive', inFlightCount: 1 },
    { pipeline: 'other', table: 'logs', verdict: 'read' },
  ];
  const root = parse(renderJunit(verifyEnvelope(verifyReport(tables.map(tableReport)), ['first', 'second'])));
  expect(root.attributes).toEqual({ name: 'cdcctl verify', tests: '4', failures: '1', errors: '1', time: '2.500' });
  const [shop, other] = root.children as [Element, Element];
  const counts = { tests: '2', time: '2.500', timestamp: '2026-03-01T02:00:00' };
  expect(shop.attributes).toEqual({ name: 'shop', failures: '1', errors: '0', skipped: '0', ...counts });
  expect(other.attributes).toEqual({ name: 'other', failures: '0', errors: '1', skipped: '1', ...counts });
  expect(named(shop, 'system-err')[0]?.text).toBe('first\nsecond');
  const cases = [...named(shop, 'testcase'), ...named(other, 'testcase')];
  expect(cases[0]?.attributes).toEqual({ name: 'users', classname: 'shop.shop', time: '1.250' });
  expect(cases.map(({ children }) => children[0]!.name)).toEqual(['system-out', 'failure', 'error', 'skipped']);
  const [, failure, error, skipped] = cases.map(({ children }) => children[0]!);
  expect(failure!.attributes.message).toBe('2 rows differ: 1 changed, 1 only in PostgreSQL');
  expect(failure!.text).toContain('  id=1, at=2024-01-01 00:00:00+00  differs\n    name\n      cassandra   Ada');
  expect(error!.attributes.message).toBe('1 row in flight');
  expect(skipped!.attributes.message).toContain('verify merge');
});

test('properties tell rows, columns, consistency and scope', () => {
  const scope = { kind: 'sample', percent: 5, seed: 1 } as const;
  const root = parse(renderJunit(verifyEnvelope(verifyReport([tableReport()], { scope }))));
  const properties = named(named(root, 'testsuite')[0]!, 'properties')[0]!.children;
  expect(Object.fromEntries(properties.map(({ attributes }) => [attributes.name, attributes.value]))).toEqual({
    consistency: 'LOCAL_QUORUM',
    scope: 'a sample of 5 % of the token ring and of the rows in PostgreSQL, drawn with seed 1',
    'shop.users.target': 'public.users',
    'shop.users.rows.cassandra': '1234',
    'shop.users.rows.postgresql': '1234',
    'shop.users.columns': 'id, at, name',
  });
});

test('nothing in the data breaks the document', () => {
  const nasty = `<a href="x">&amp; ]]> '\u0000\u001b\u0085\ufffe\ud800 \r\n\t😀`;
  const table = tableReport({
    table: nasty,
    columns: [nasty],
    verdict: 'different',
    differenceCount: 1,
    differences: [
      difference({ key: { [nasty]: nasty }, columns: [{ name: nasty, cassandra: nasty, postgresql: '' }] }),
    ],
    unreadRanges: [{ after: '1', to: '2', failure: nasty }],
  });
  const root = parse(renderJunit(verifyEnvelope(verifyReport([table]), [nasty])));
  const name = named(root.children[0]!, 'testcase')[0]!.attributes.name;
  expect(name).toBe(`<a href="x">&amp; ]]> '\\u0000\\u001b\\u0085\\ufffe\\ud800 \r\n\t😀`);
});

test('a failure to compare is an error', () => {
  const error = { kind: 'unreachable', message: 'cannot <connect>', resource: 'db:5432', hint: 'start it' };
  const failed = { ...verifyEnvelope(verifyReport([])), data: null, error };
  const root = parse(renderJunit(failed));
  const [shown] = named(root.children[0]!.children[0]!, 'error');
  expect(root.attributes).toMatchObject({ tests: '1', errors: '1' });
  expect(shown).toMatchObject({
    attributes: { type: 'unreachable', message: 'db:5432: cannot <connect>' },
    text: 'start it',
  });
});
