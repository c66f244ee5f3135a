import { createHash } from 'node:crypto';
import { lagFormats, renderLivePage } from '../../../src/cli/lag/page.js';
import { type LagReport } from '../../../src/lag/report.js';
import { lagReport, partitionLag, sourceLag } from '../../support/lag-reports.js';

const page = (...pipelines: LagReport[]) =>
  lagFormats.html.text({
    ...{ schemaVersion: 1, command: 'lag', ok: true, data: { pipelines }, warnings: [], error: null },
  });

/** What a reader sees. */
const textOf = (html: string) =>
  html
    .replace(/<(style|script)>[^]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

test('the worst verdict is at the top and in the title, and each pipeline has its own', () => {
  const stalled = lagReport({
    pipeline: 'stock',
    verdict: { status: 'STALLED', part: 'sink', where: 'stock-users/0', reason: 'it does nothing' },
  });
  const html = page(lagReport(), stalled);
  expect(html).toContain('<title>STALLED: shop, stock</title>');
  expect(textOf(html)).toMatch(/cdcctl lag ✗ STALLED stock: it does nothing shop ✓ OK .* stock ✗ STALLED/);
});

test('the way from source to target is drawn, with figures and the status of each part', () => {
  const html = page(
    lagReport({
      sources: [sourceLag({ status: 'WARN', recordsBehind: 1200, secondsBehind: 4 })],
      partitions: [
        partitionLag(),
        partitionLag({ partition: 1, status: 'STOPPED', recordsBehind: 7, secondsBehind: 61 }),
      ],
      findings: [{ status: 'STOPPED', part: 'sink', where: 'shop-users/1', reason: 'nobody is there' }],
      away: [{ part: 'postgresql', kind: 'unreachable', message: 'refused', resource: 'db:5432' }],
      deadLetters: { inTopic: 3, refused: null },
    }),
  );
  const steps = [...html.matchAll(/<li class="step[^]*?<\/li>/g)].map(([step]) => textOf(step).trim());
  expect(steps).toEqual([
    'Cassandra ✓ OK cdc_raw of node1 2 MiB of 1,024 MiB',
    'Source connectors ! WARN running 1 of 1 behind 1,200 oldest 4.0 s per second 12.5',
    'Kafka ✓ OK topics 1 records 2,468 deleted unread 0 safe for -',
    'Sink connectors ✗ STOPPED running 1 of 1 behind 7 oldest 61.0 s per second 25.0',
    'PostgreSQL ✗ AWAY refused events ? dead letters in the topic 3 keys to reconcile 0',
  ]);
});

test('a page needs nothing else, and its policy lets nothing run but its own script', () => {
  const html = page(lagReport());
  expect(html).not.toMatch(/@import|url\(|https?:|\{\{/);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  for (const [, name, text] of html.matchAll(/<(style|script)>([^]*?)<\/\1>/g)) {
    expect(policy).toContain(`${name}-src 'sha256-${createHash('sha256').update(text!).digest('base64')}'`);
  }
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('connect-src');
  expect(renderLivePage([lagReport()], [])).toContain("connect-src 'self'");
});

test('names are shown as they are, and never as markup', () => {
  const nasty = `<script>alert(1)</script><img src=x onerror="alert(2)">{{content}}`;
  const html = page(
    lagReport({
      pipeline: nasty,
      verdict: { status: 'LOST', part: 'kafka', where: nasty, reason: nasty },
      findings: [1, 2].map(() => ({ status: 'LOST', part: 'kafka', where: nasty, reason: nasty })),
      sources: [sourceLag({ node: nasty, unknown: nasty })],
      partitions: [partitionLag({ topic: nasty })],
    }),
  );
  expect(html.match(/<script/g)).toHaveLength(1);
  expect(html).not.toContain('<img');
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
});

test('without a reading the live page says so, and what is wrong', () => {
  expect(textOf(renderLivePage([], ['shop: no reading']))).toMatch(
    /UNKNOWN there is no reading yet .* shop: no reading/,
  );
});

test('a failure to measure is shown with what to do', () => {
  const error = { kind: 'unreachable', message: 'cannot connect', resource: 'db:5432', hint: 'start it' };
  const html = lagFormats.html.text({
    ...{ schemaVersion: 1, command: 'lag', ok: false, data: null, warnings: [], error },
  });
  expect(textOf(html)).toMatch(/failed nothing was measured: cannot connect .* db:5432 what to do: start it/);
});
