import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { httpClient } from '../../../src/clients/http.js';
import { OperatorError } from '../../../src/errors.js';
import { traced } from '../../../src/traced.js';
import { CommandTrace } from '../../../src/tracing/command-trace.js';
import { cdcctl } from '../../support/cli.js';
import { attributesOf, SpanCollector } from '../../support/span-collector.js';

const definition = ['-f', 'test/golden/render/agent/pipeline.yaml'];
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const TRACEPARENT = `00-${traceId}-00f067aa0ba902b7-01`;

let collector: SpanCollector;
const before = { ...process.env };
beforeEach(async () => {
  collector = await SpanCollector.open();
  Object.assign(process.env, collector.env);
});
afterEach(async () => {
  await collector.close();
  process.env = { ...before };
});

test('a command is one span, in the trace of the caller, of which its log tells', async () => {
  const env = { ...process.env, TRACEPARENT, CDCCTL_CORRELATION_ID: 'nightly-17' };
  const { exitCode, stderr } = await cdcctl(['status', '--log-format', 'json'], { cwd: '/', env });
  expect(exitCode).toBe(2);
  expect(collector.spans).toHaveLength(1);
  const span = collector.span('cdcctl status');
  expect(span).toMatchObject({ traceId, parentSpanId: '00f067aa0ba902b7', status: { code: 2 } });
  expect(attributesOf(span)).toEqual({
    'cdcctl.correlation_id': 'nightly-17',
    'process.exit.code': '2',
    'error.type': 'invalid',
  });
  expect(span.events.map(({ name }) => name)).toEqual(['exception']);
  expect(attributesOf(span.events[0]!)).toMatchObject({
    'exception.type': 'OperatorError',
    'exception.message': expect.stringContaining('there is no definition'),
  });
  expect(JSON.parse(stderr)).toMatchObject({ trace_id: traceId });
  expect(collector.resources[0]).toContain('{"key":"service.name","value":{"stringValue":"cdcctl"}}');
}, 20_000);

test('without a caller the trace is its own, and the log tells it', async () => {
  const { stderr } = await cdcctl(['schema', 'diff', '--log-format', 'json'], { cwd: '/' });
  expect(JSON.parse(stderr)).toMatchObject({ trace_id: collector.span('cdcctl schema diff').traceId });
}, 20_000);

test('a command that works is no error, and what answers a key press is not traced', async () => {
  expect(await cdcctl(['validate', ...definition])).toMatchObject({ exitCode: 0 });
  await cdcctl(['completion', 'bash']);
  expect(collector.spans.map(({ name, status }) => [name, status.code])).toEqual([['cdcctl validate', 0]]);
}, 20_000);

test('parts of the work are children, requests tell the other system, and nothing secret is told', async () => {
  const trace = await CommandTrace.open(process.env);
  const url = `${collector.url}/connect`;
  const address = { url: url.replace('//', '//user:in-address@'), token: 'in-header' };
  const client = httpClient({ address, system: 'Kafka Connect', field: 'a', tlsField: 'b' });
  await trace.run(async () => {
    await Promise.allSettled([
      traced({ name: 'first', attributes: { 'cdcctl.table': 'users' } }, async (note) => {
        await client.put('/connectors/a/config', { password: 'in-body' }).catch(() => undefined);
        note({ 'cdcctl.rows': 7 });
      }),
      traced({ name: 'second' }, () => traced({ name: 'inner' }, () => Promise.reject(new Error('broken')))),
    ]);
  });
  await traced({ name: 'of another command' }, () => Promise.resolve());
  expect(await trace.end(0)).toBeUndefined();

  const [root, first, second, inner, request] = ['cdcctl', 'first', 'second', 'inner', 'PUT Kafka Connect'].map(
    (name) => collector.span(name),
  );
  expect([first, second, inner, request].map((span) => span!.parentSpanId)).toEqual(
    [root, root, second, first].map((span) => span!.spanId),
  );
  expect(collector.spans).toHaveLength(5);
  expect(attributesOf(first!)).toEqual({ 'cdcctl.table': 'users', 'cdcctl.rows': '7' });
  expect(inner!.status).toMatchObject({ code: 2, message: 'broken' });
  expect(attributesOf(request!)).toMatchObject({
    'http.request.method': 'PUT',
    'http.response.status_code': '404',
    'url.full': `${url}/connectors/a/config`,
  });
  expect(collector.asked[0]).toMatchObject({
    authorization: expect.any(String),
    traceparent: `00-${root!.traceId}-${request!.spanId}-01`,
  });
  expect(collector.received).not.toMatch(/in-address|in-header|in-body/);
}, 20_000);

test('a failure that is a bug has its stack, one that an operator can act on has not', async () => {
  const trace = await CommandTrace.open(process.env);
  await trace.run(async () => {
    await traced({ name: 'bug' }, () => Promise.reject(new TypeError('x is no function'))).catch(() => undefined);
    const error = new OperatorError({ kind: 'unreachable', message: 'nobody answers' });
    await traced({ name: 'outage' }, () => Promise.reject(error)).catch(() => undefined);
  });
  await trace.end(1);
  const exceptionOf = (name: string) => attributesOf(collector.span(name).events[0]!);
  expect(exceptionOf('bug')).toMatchObject({
    'exception.type': 'TypeError',
    'exception.stacktrace': expect.any(String),
  });
  expect(exceptionOf('outage')).toEqual({ 'exception.type': 'OperatorError', 'exception.message': 'nobody answers' });
}, 20_000);

test('a collector that is away is told of once, and changes neither result nor exit code', async () => {
  const untold = await cdcctl(['validate', ...definition, '-o', 'json'], { env: {} });
  const { url } = collector;
  await collector.close();
  const began = performance.now();
  const { exitCode, stdout, stderr } = await cdcctl(['validate', ...definition, '-o', 'json']);
  expect(performance.now() - began).toBeLessThan(8000);
  expect([exitCode, stdout]).toEqual([0, untold.stdout]);
  const warnings = stderr.split('\n').filter((line) => line.startsWith('warning: '));
  expect(warnings).toEqual([
    expect.stringMatching(`not all spans were delivered to ${url}: (Error: )?connect ECONNREFUSED`),
  ]);
  expect(await cdcctl(['validate', ...definition, '-q'])).toMatchObject({ exitCode: 0, stderr: '' });
}, 20_000);

test('a protocol that cdcctl does not speak is told of', async () => {
  const { exitCode, stderr } = await cdcctl(['validate', ...definition], {
    env: { ...process.env, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
  });
  expect(exitCode).toBe(0);
  expect(stderr).toContain('OTEL_EXPORTER_OTLP_PROTOCOL is grpc; cdcctl speaks http/protobuf and http/json');
}, 20_000);
