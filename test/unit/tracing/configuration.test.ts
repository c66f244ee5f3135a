import { expect, test } from '@jest/globals';
import { collectorOf, deliveryTimeoutMs, otlpProtocol, wantsTraces } from '../../../src/tracing/configuration.js';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://user:secret@collector:4318/prefix' };

test.each([
  [false, {}],
  [false, { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
  [true, endpoint],
  [true, { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://collector:4318/v1/traces' }],
  [true, { OTEL_TRACES_EXPORTER: 'otlp' }],
  [false, { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }],
  [false, { ...endpoint, OTEL_SDK_DISABLED: 'True' }],
])('traces are wanted: %s by %j', (wanted, env) => {
  expect(wantsTraces(env)).toBe(wanted);
});

test('what is said of traces is stronger than what is said of all signals', () => {
  expect(otlpProtocol({})).toBe('http/protobuf');
  const protocols = { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc', OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: 'http/json' };
  expect(otlpProtocol(protocols)).toBe('http/json');
  expect(deliveryTimeoutMs({ OTEL_EXPORTER_OTLP_TIMEOUT: '9000', OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '100' })).toBe(100);
  expect(deliveryTimeoutMs({ OTEL_EXPORTER_OTLP_TIMEOUT: 'soon' })).toBe(2500);
});

test('a collector is named without its login', () => {
  expect(collectorOf(endpoint)).toBe('https://collector:4318');
  expect(collectorOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'nonsense' })).toBe('the address in OTEL_EXPORTER_OTLP_ENDPOINT');
});
