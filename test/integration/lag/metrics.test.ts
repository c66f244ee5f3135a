import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { waitFor } from '../../../src/wait.js';
import { renderLivePage } from '../../../src/cli/lag/page.js';
import { openBrowser, pictureDirectory } from '../../support/browser.js';
import { cdcctl, type CliRun } from '../../support/cli.js';
import { type ExamplePipeline, openExamplePipeline } from '../../support/example-pipeline.js';
import { dashboardPlans } from '../../support/generated/dashboards/plans.js';
import { lagReport, partitionLag } from '../../support/lag-reports.js';
import { testWith } from '../../support/optional-tools.js';
import { killService, servicesOfStack, stackDirectory, startServices } from '../../support/services.js';

const alerts = 'templates/prometheus/alerts.yaml';

let example: ExamplePipeline;
let served: Promise<CliRun>;
let url = '';
const stop = new AbortController();

beforeAll(async () => {
  example = await openExamplePipeline({
    cql: ['CREATE TABLE warehouse.people (id int PRIMARY KEY, name text) WITH cdc = true'],
    tables: '    - name: people\n',
  });
  expect(await example.run('deploy', '--wait', '-q')).toMatchObject({ exitCode: 0 });
  await sleep(2000);
  const argv = ['metrics', 'serve', '--listen', '127.0.0.1:0', '--interval', '500ms', ...example.files];
  const onStderr = (text: string) => (url = /serving (\S+)/.exec(text)?.[1] ?? url);
  served = cdcctl(argv, { cwd: stackDirectory, signal: stop.signal, onStderr });
  await waitFor({ what: 'the first reading', timeoutMs: 60_000 }, async () => (await scrape())?.size);
}, 180_000);
afterAll(async () => {
  stop.abort();
  await served;
  await expect(fetch(url)).rejects.toThrow();
  await example.close();
}, 120_000);

/** Values by their series without the pipeline's name; undefined where there is nothing to serve. */
async function scrape(): Promise<Map<string, number> | undefined> {
  if (url === '') return undefined;
  const answer = await fetch(url);
  if (answer.status !== 200) return undefined;
  const lines = (await answer.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const at = line.lastIndexOf(' ');
      return [line.slice(0, at).replace(/pipeline="[^"]*",?/, ''), Number(line.slice(at + 1))];
    }),
  );
}

function until(what: string, isSo: (values: Map<string, number>) => boolean): Promise<Map<string, number>> {
  return waitFor({ what, timeoutMs: 60_000 }, async () => {
    const values = await scrape();
    return values !== undefined && isSo(values) ? values : undefined;
  });
}

const done = (operation: string) => `cdc_events_processed_total{table="people",operation="${operation}"}`;

test('events are counted as they were written, with their latencies; what waits is told', async () => {
  const before = await until('a reading', () => true);
  for (let id = 0; id < 20; id++) await example.cql(`INSERT INTO warehouse.people (id, name) VALUES (${id}, 'a')`);
  for (let id = 0; id < 7; id++) await example.cql(`UPDATE warehouse.people SET name = 'b' WHERE id = ${id}`);
  for (let id = 0; id < 3; id++) await example.cql(`DELETE FROM warehouse.people WHERE id = ${id}`);
  const values = await until('the last event', (found) => (found.get(done('delete')) ?? 0) >= 3);
  const since = (series: string) => values.get(series)! - (before.get(series) ?? 0);
  expect([done('insert'), done('update'), done('delete')].map(since)).toEqual([20, 7, 3]);
  expect(since('cdc_processing_latency_seconds_count{stage="end_to_end"}')).toBe(30);
  const sums = ['capture', 'sink', 'end_to_end'].map((stage) =>
    values.get(`cdc_processing_latency_seconds_sum{stage="${stage}"}`)!,
  );
  expect(sums[0]! + sums[1]!).toBeCloseTo(sums[2]!, 3);
  expect(values.get('cdc_up{part="postgresql"}')).toBe(1);
  expect(values.get(`cdc_task_state{connector="${example.name}-sink-people",task="0",state="RUNNING"}`)).toBe(1);
  expect(values.get(`cdc_backlog_depth{topic="${example.keyspace}-people"}`)).toBeDefined();
}, 120_000);

test('a part that is away has no figures, rather than those of before', async () => {
  await killService((await servicesOfStack()).postgresql);
  const values = await until('PostgreSQL to be away', (found) => found.get('cdc_up{part="postgresql"}') === 0);
  await startServices();
  expect(values.get('cdc_up{part="kafka"}')).toBe(1);
  expect(values.has('cdc_dead_letters{store="postgresql"}')).toBe(false);
  expect(values.has('cdc_dead_letters{store="topic"}')).toBe(true);
  await until('PostgreSQL to be back', (found) => found.get('cdc_up{part="postgresql"}') === 1);
  // The sink fails with its next event, on a connection that is no more.
  expect(await example.run('restart', '-q')).toMatchObject({ exitCode: 0 });
}, 180_000);

testWith('chromium')(
  'the page follows the pipeline in a browser: figures, keyboard, both colour schemes, small screens',
  async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const asked: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => asked.push(new URL(request.url()).pathname));
      page.on('console', (message) => complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(new URL('/', url).href);
      await waitFor({ what: 'a verdict of OK', timeoutMs: 30_000 }, async () =>
        (await page.title()) === `OK: ${example.name}` ? true : undefined,
      );
      expect(await page.locator('.step').count()).toBe(5);

      const kafka = page.locator('.step', { hasText: 'Kafka' });
      const before = await kafka.innerText();
      const counted = (await scrape())?.get(done('insert')) ?? 0;
      await example.cql(`INSERT INTO warehouse.people (id, name) VALUES (100, 'seen')`);
      // By the keyboard alone; what is open stays open when the figures are replaced.
      await page.keyboard.press('Tab');
      expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
      await page.keyboard.press('Enter');
      expect(await page.locator('tbody tr').first().isVisible()).toBe(true);
      await waitFor({ what: 'the page to follow', timeoutMs: 30_000 }, async () =>
        (await kafka.innerText()) === before ? undefined : true,
      );
      expect(await page.locator('tbody tr').first().isVisible()).toBe(true);
      expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');

      const pictures = pictureDirectory();
      const backgrounds: unknown[] = [];
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        backgrounds.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
        await page.screenshot({ path: join(pictures, `lag-${colorScheme}.png`), fullPage: true });
      }
      expect(new Set(backgrounds).size).toBe(2);
      await page.setViewportSize({ width: 320, height: 640 });
      await page.screenshot({ path: join(pictures, 'lag-small.png'), fullPage: true });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(320);
      expect([...new Set(asked)]).toEqual(['/']);
      expect(complaints).toEqual([]);

      const hostile = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
      const reports = [lagReport({ pipeline: hostile, partitions: [partitionLag({ topic: hostile })] })];
      await page.setContent(renderLivePage(reports, [hostile]));
      expect(await page.title()).toBe(`OK: ${hostile}`);
      expect(await page.locator('h2').last().innerText()).toContain(hostile);
      // Tests that count have it behind them.
      await until('the row to be counted', (found) => (found.get(done('insert')) ?? 0) > counted);
    } finally {
      await browser.close();
    }
  },
  90_000,
);

testWith('promtool')(
  'Prometheus takes alerts, routes and queries of dashboards, on metrics that there are, and alerts fire when they should',
  async () => {
    const run = (tool: string, ...argv: string[]) =>
      promisify(execFile)(tool, argv).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        throw new Error(`${tool} is missing: apt-get install prometheus prometheus-alertmanager`);
      });
    await run('promtool', 'check', 'rules', alerts);
    await run('promtool', 'test', 'rules', 'test/data/alerts.test.yaml');
    await run('amtool', 'check-config', 'templates/prometheus/alertmanager.yaml');
    const queries = dashboardPlans
      .flatMap(({ rows }) => Object.values(rows).flat())
      .flatMap((panel) => Object.values(panel.queries));
    const rules = queries.map((expr, index) => ({ record: `query:${index}`, expr }));
    const scratch = mkdtempSync(join(tmpdir(), 'cdcctl-queries-'));
    const file = join(scratch, 'queries.yaml');
    writeFileSync(file, stringify({ groups: [{ name: 'queries', rules }] }));
    await run('promtool', 'check', 'rules', file);
    rmSync(scratch, { recursive: true });
    const text = await (await fetch(url)).text();
    const expressions = [...readFileSync(alerts, 'utf8').matchAll(/expr: (.*)/g)].map(([, expression]) => expression!);
    const named = [...expressions, ...queries].flatMap((expression) => expression.match(/\bcdc_\w+/g) ?? []);
    const missing = [...new Set(named)].filter((name) => !text.includes(`# TYPE ${name.replace(/_bucket$/, '')} `));
    expect(missing).toEqual([]);
  },
  60_000,
);
