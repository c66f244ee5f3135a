import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findStackEnvironment } from '../../../src/stack/environment.js';
import { servicesOf } from '../../../src/stack/services.js';
import { startStack } from '../../../src/stack/start.js';
import { waitFor } from '../../../src/wait.js';
import { cdcctl, dataOf } from '../../support/cli.js';
import { dashboardPlans } from '../../support/generated/dashboards/plans.js';
import { servicesOfStack, stackDirectory } from '../../support/services.js';

/** Restarts half of the stack, twice: CDCCTL_TEST_OBSERVABILITY=1 runs it. */
const describeLong = process.env.CDCCTL_TEST_OBSERVABILITY === '1' ? describe : describe.skip;

const watched = (observability: boolean) =>
  startStack({
    ...{ directory: stackDirectory, observability, env: process.env, onProgress: () => undefined },
    signal: AbortSignal.timeout(200_000),
  });
const run = (...argv: string[]) => cdcctl(argv, { cwd: stackDirectory });

type Observer = 'PROMETHEUS_URL' | 'ALERTMANAGER_URL' | 'JAEGER_URL';

async function ask<T>(system: Observer, path: string): Promise<T> {
  const environment = await findStackEnvironment({ cwd: stackDirectory });
  const answer = await fetch(`${environment?.[system]}${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

interface Queried {
  data: { result: { value: [number, string] }[] };
}

async function seriesOf(expression: string): Promise<number> {
  const query = expression.replaceAll('$pipeline', '.*');
  const { data } = await ask<Queried>('PROMETHEUS_URL', `/api/v1/query?query=${encodeURIComponent(query)}`);
  return data.result.length;
}

interface JaegerSpan {
  traceID: string;
  spanID: string;
  operationName: string;
  references: { refType: string; traceID: string; spanID: string }[];
  tags: { key: string; value: unknown }[];
  processID: string;
  service: string;
}

/** The spans of the newest traces of a service that have these words in an operation. */
async function spansOf(service: string, operation: string): Promise<JaegerSpan[]> {
  const query = new URLSearchParams({ service, operation, limit: '50', lookback: '1h' });
  const { data } = await ask<{
    data: { spans: Omit<JaegerSpan, 'service'>[]; processes: Record<string, { serviceName: string }> }[];
  }>('JAEGER_URL', `/api/traces?${query.toString()}`);
  return data.flatMap(({ spans, processes }) =>
    spans.map((span) => ({ ...span, service: processes[span.processID]!.serviceName })),
  );
}

function untilSpan(what: string, look: () => Promise<JaegerSpan | undefined>): Promise<JaegerSpan> {
  return waitFor({ what, timeoutMs: 60_000, intervalMs: 1000 }, look);
}

const tagOf = ({ tags }: JaegerSpan, key: string) => tags.find((tag) => tag.key === key)?.value;
const pointsTo = ({ references }: JaegerSpan, other: JaegerSpan) =>
  references.some(({ traceID, spanID }) => traceID === other.traceID && spanID === other.spanID);

describeLong('a stack that is watched', () => {
  beforeAll(async () => {
    await watched(true);
    expect(await run('deploy', '--wait', '-q')).toMatchObject({ exitCode: 0 });
    expect(await run('generate', '--count', '500', '-q')).toMatchObject({ exitCode: 0 });
  }, 300_000);
  afterAll(async () => {
    await run('undeploy', '--data', '--yes', '-q');
    await watched(false);
    expect(Object.keys(await servicesOfStack())).toEqual(servicesOf({ observability: false }));
  }, 300_000);

  test('every service runs, and Prometheus reaches all that it reads', async () => {
    const services = Object.values(await servicesOfStack());
    expect(services.map(({ name, state }) => [name, state])).toEqual(
      servicesOf({ observability: true }).map((name) => [name, 'running']),
    );
    await waitFor({ what: 'all targets', timeoutMs: 60_000 }, async () =>
      (await seriesOf('up == 1')) === 4 ? true : undefined,
    );
  }, 90_000);

  test('the alert rules are loaded, and Alertmanager gets what fires', async () => {
    const { data } = await ask<{ data: { groups: { rules: { health: string }[] }[] } }>(
      'PROMETHEUS_URL',
      '/api/v1/rules',
    );
    const rules = data.groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(5);
    await waitFor({ what: 'Prometheus to know Alertmanager', timeoutMs: 60_000 }, async () => {
      const found = await ask<{ data: { activeAlertmanagers: unknown[] } }>('PROMETHEUS_URL', '/api/v1/alertmanagers');
      return found.data.activeAlertmanagers.length === 1 ? true : undefined;
    });
    expect(await ask('ALERTMANAGER_URL', '/api/v2/receivers')).toEqual([
      { name: 'on-call' },
      { name: 'working-hours' },
    ]);
  }, 90_000);

  test('every query of the dashboards has series', async () => {
    const expressions = dashboardPlans.flatMap(({ rows }) =>
      Object.values(rows)
        .flat()
        .flatMap(({ queries }) => Object.values(queries)),
    );
    let without = expressions;
    await waitFor({ what: 'series', timeoutMs: 60_000 }, async () => {
      const counts = await Promise.all(without.map(seriesOf));
      without = without.filter((_, index) => counts[index] === 0);
      return without.length === 0 ? true : undefined;
    }).catch(() => undefined);
    expect(without).toEqual([]);
  }, 90_000);

  test('a deployment is one trace, from the command into the worker', async () => {
    const { JAEGER_OTLP_URL } = (await findStackEnvironment({ cwd: stackDirectory }))!;
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = JAEGER_OTLP_URL;
    const TRACEPARENT = `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
    const env = { ...process.env, TRACEPARENT };
    const deployed = await cdcctl(['deploy', '--wait', '-q'], { cwd: stackDirectory, env });
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    expect(deployed).toMatchObject({ exitCode: 0, stderr: '' });
    const ofTrace = async () => {
      const spans = await spansOf('cdcctl', 'cdcctl deploy');
      return spans.filter(({ traceID }) => traceID === TRACEPARENT.split('-')[1]);
    };
    const answered = await untilSpan('the worker to tell of its part', async () =>
      (await ofTrace()).find(({ service }) => service === 'kafka-connect'),
    );
    const spans = await ofTrace();
    const named = (name: string) => spans.find(({ operationName }) => operationName === name)!;
    const request = spans.find((span) => pointsTo(answered, span))!;
    expect(request).toMatchObject({ service: 'cdcctl', operationName: 'GET Kafka Connect' });
    expect(pointsTo(named('plan'), named('cdcctl deploy'))).toBe(true);
    expect(pointsTo(named('wait until connectors run'), named('cdcctl deploy'))).toBe(true);
  }, 120_000);

  test('a write is followed from its record to the statement that inserts it', async () => {
    const probed = await run('lag', '--probe', 'users', '--timeout', '60s', '-o', 'json');
    const [probe] = dataOf<{ probes: { traceId: string }[] }>(probed).probes;
    const sent = await untilSpan('the record', async () => {
      const spans = await spansOf('kafka-connect', 'cdc-events-users publish');
      return spans.find(({ traceID }) => traceID === probe!.traceId);
    });
    expect(tagOf(sent, 'messaging.kafka.message.offset')).toBeDefined();
    const batch = await untilSpan('the batch of the sink', async () => {
      const spans = await spansOf('kafka-connect', 'cdc-events-users process');
      return spans.find((span) => pointsTo(span, sent));
    });
    const inserted = await untilSpan('the statement', async () => {
      const spans = await spansOf('kafka-connect', 'cdc-events-users process');
      return spans.find((span) => span.traceID === batch.traceID && span.operationName.startsWith('INSERT'));
    });
    expect(tagOf(inserted, 'db.statement')).toMatch(/users_inlet/i);
  }, 180_000);
});
