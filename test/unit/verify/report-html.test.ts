import { createHash } from 'node:crypto';
import { renderHtml } from '../../../src/cli/verify-report/html.js';
import { type RingPiece } from '../../../src/verify/report.js';
import { difference, tableReport, verifyEnvelope, verifyReport } from '../../support/verify-reports.js';

const page = (...given: Parameters<typeof verifyReport>) => renderHtml(verifyEnvelope(verifyReport(...given)));

/** The page without its style and script. */
const content = (html: string) => html.replace(/<(style|script)>[^]*?<\/\1>/g, '');

/** What a reader sees, with spaces as they stand. */
const textOf = (html: string) =>
  content(html)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/&#39;/g, "'");

test('the verdict is at the top, and in the title', () => {
  const html = page([tableReport()], { scope: { kind: 'sample', percent: 5, seed: 17 } });
  expect(html).toContain('<title>equal in a sample of 5 %: cdcctl verify</title>');
  expect(textOf(html)).toMatch(/cdcctl verify ✓ equal in a sample of 5 % in a sample .* no other row was compared/);
});

test('a page needs nothing else', () => {
  const html = page([tableReport({ differences: [difference()], differenceCount: 1, verdict: 'different' })]);
  const addresses = [...html.matchAll(/\b(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
  expect(addresses.filter((address) => !/^(data:,|#[\w-]+)$/.test(address!))).toEqual([]);
  expect(html).not.toMatch(/@import|url\(|https?:/);
  expect(html).not.toContain('{{');
});

test('its policy lets nothing run but its own script, and it has no style but its own', () => {
  const html = page([tableReport({ ring: [piece({ after: '0', to: '10' })] })]);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  for (const [, name, text] of html.matchAll(/<(style|script)>([^]*?)<\/\1>/g)) {
    expect(policy).toContain(`${name}-src 'sha256-${createHash('sha256').update(text!).digest('base64')}'`);
  }
  expect(policy).toContain("default-src 'none'");
  expect(content(html)).not.toMatch(/\s(style|on\w+)=/);
});

test('data is shown as it is, and never as markup', () => {
  const nasty = `<script>alert(1)</script><img src=x onerror="alert(2)">{{content}}$&&amp;'\u0000\ud800`;
  const table = tableReport({
    pipeline: nasty,
    keyspace: nasty,
    table: nasty,
    target: nasty,
    columns: [nasty],
    verdict: 'different',
    differences: [
      difference({
        key: { [nasty]: nasty },
        columns: [{ name: nasty, cassandra: nasty, postgresql: 'x' }],
        mend: nasty,
      }),
    ],
    differenceCount: 1,
    unreadRanges: [{ after: '1', to: '2', failure: nasty }],
    ring: [piece({ after: '1', to: '2' })],
  });
  const report = verifyReport([table], { consistency: nasty });
  const html = renderHtml(verifyEnvelope(report, [nasty]));
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toContain('<img');
  expect(html).not.toMatch(/(?!\n)[\p{Cc}\p{Cs}]/u);
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(html).toContain('{{content}}$&amp;&amp;amp;&#39;');
});

test.each([
  ['replaced', 'abXcd', 'abYcd', 'ab<mark>X</mark>cd', 'ab<mark>Y</mark>cd'],
  ['added', 'ab', 'aab', 'a<mark></mark>b', 'a<mark>a</mark>b'],
  ['a whole character', 'a😀', 'a😁', 'a<mark>😀</mark>', 'a<mark>😁</mark>'],
  ['spaces', 'a', 'a ', 'a<mark></mark>', 'a<mark><span class="space"> </span></mark>'],
  ['not seen', 'a\u200b', 'a', 'a<mark><span class="escape">\\u200b</span></mark>', 'a<mark></mark>'],
  ['lines', 'a\n', 'a', 'a<mark><span class="newline"></span>\n</mark>', 'a<mark></mark>'],
])('what differs in two values is marked: %s', (_, cassandra, postgresql, left, right) => {
  const html = page([differing({ name: 'text', cassandra, postgresql })]);
  expect(html).toContain(`<td data-label="Cassandra"><span class="value" dir="auto">${left}</span></td>`);
  expect(html).toContain(`<td data-label="PostgreSQL"><span class="value" dir="auto">${right}</span></td>`);
});

test('NULL, an empty text and the word null look different', () => {
  const html = page([
    differing({ name: 'a', cassandra: null, postgresql: '' }, { name: 'b', cassandra: 'null', postgresql: null }),
  ]);
  expect(html).toContain('<td data-label="Cassandra"><i class="null">NULL</i></td>');
  expect(html).toContain('<td data-label="PostgreSQL"><i class="null">empty text</i></td>');
  expect(html).toContain('<span class="value" dir="auto">null</span>');
});

test('of huge values the part that differs is shown', () => {
  const long = 'x'.repeat(1_000_000);
  const html = page([differing({ name: 'text', cassandra: `${long}A${long}`, postgresql: `${long}B${long}` })]);
  expect(html).toContain(`…</span>${'x'.repeat(60)}<mark>A</mark>${'x'.repeat(60)}<span class="cut"`);
  expect(html).toContain('2,000,001 characters, a part of them shown');
  expect(html.length).toBeLessThan(100_000);
});

test('a row that one side lacks is shown with the values of the other', () => {
  const columns = [{ name: 'name', cassandra: 'Ada', postgresql: null }];
  const html = page([tableReport({ verdict: 'different', differences: [difference({ kind: 'missing', columns })] })]);
  expect(textOf(html)).toContain('Cassandra (no such row in PostgreSQL) name Ada');
});

test('causes, mend commands and unread ranges stand together', () => {
  const mend = 'cdcctl reconcile --table users';
  const table = tableReport({
    verdict: 'different',
    differences: [difference({ cause: 'expired', mend }), difference({ cause: 'expired', mend })],
    differenceCount: 30,
    kinds: { changed: 30 },
    causes: { expired: 30 },
    unreadRanges: [{ after: '1', to: '2', failure: 'host is down' }],
  });
  const text = textOf(page([table]));
  expect(text).toContain('30 changed');
  expect(text).toContain('expired 30 PostgreSQL holds a value or row whose time to live is over');
  expect(text).toContain(`${mend} 2 expired`);
  expect(text).toContain('host is down cdcctl verify --table users --where-token 1:2');
  expect(text).toContain('… and 28 more');
});

test('the ring is a picture with a name, a description and a legend in words', () => {
  const ring = [
    piece({ after: '-9223372036854775808', to: '0', rows: 7 }),
    piece({ after: '0', to: '100', differences: 2 }),
    piece({ after: '100', to: '200', unreadRanges: 1 }),
    piece({ after: '200', to: '9223372036854775807', rows: 0 }),
  ];
  const html = page([tableReport({ ring, verdict: 'different' })]);
  expect(html).toContain(
    '<svg viewBox="-104 -104 208 208" width="208" height="208" role="img" aria-labelledby="table-1-ring table-1-ring-text">',
  );
  expect(html).toContain(
    '<desc id="table-1-ring-text">1 piece: equal; 1 piece: has differences; 1 piece: not all was read; 1 piece: no rows</desc>',
  );
  expect(html).toContain('<title>tokens after -9223372036854775808 up to 0: 7 rows</title>');
  expect(html).toContain('<title>tokens after 0 up to 100: 5 rows, 2 differences</title>');
  expect(textOf(html)).toContain('2 pieces with findings');
});

test('a shard is called read, a table with rows in flight not equal', () => {
  const ring = [piece({ after: '0', to: '100' })];
  expect(page([tableReport({ ring, verdict: 'read' })])).toContain('1 piece: read</desc>');
  expect(page([tableReport({ ring, inFlightCount: 1 })])).toContain('1 piece: no difference found</desc>');
});

test('a failure to compare is shown with what to do', () => {
  const error = { kind: 'unreachable', message: 'cannot connect', resource: 'db:5432', hint: 'start it' };
  const html = renderHtml({ ...verifyEnvelope(verifyReport([])), data: null, error });
  expect(textOf(html)).toMatch(/failed nothing was compared: cannot connect .* db:5432 what to do: start it/);
});

function piece(given: Partial<RingPiece> & Pick<RingPiece, 'after' | 'to'>): RingPiece {
  return { rows: 5, differences: 0, unreadRanges: 0, ...given };
}

function differing(...columns: { name: string; cassandra: string | null; postgresql: string | null }[]) {
  return tableReport({ verdict: 'different', differences: [difference({ columns })], differenceCount: 1 });
}
