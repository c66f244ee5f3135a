import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import { type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { messageOf, OperatorError } from '../errors.js';
import { deliveryTimeoutMs, otlpProtocol } from './configuration.js';

/**
 * Sends spans as the environment says; what the variables of OpenTelemetry say beyond that, the exporter reads itself.
 * @throws OperatorError (invalid) for a protocol that it does not speak
 */
export async function otlpExporter(env: Record<string, string | undefined>): Promise<SpanExporter> {
  const options = { timeoutMillis: deliveryTimeoutMs(env) };
  const protocol = otlpProtocol(env);
  switch (protocol) {
    case 'http/protobuf':
      return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter(options);
    case 'http/json':
      return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter(options);
    default:
      throw new OperatorError({
        kind: 'invalid',
        message: `OTEL_EXPORTER_OTLP_PROTOCOL is ${protocol}; cdcctl speaks http/protobuf and http/json`,
      });
  }
}

/** Remembers why the last delivery that failed has failed. */
export class WatchedExporter implements SpanExporter {
  failure: string | undefined;

  constructor(private readonly exporter: SpanExporter) {}

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.exporter.export(spans, (result) => {
      if (result.code !== ExportResultCode.SUCCESS) this.failure = messageOf(result.error ?? 'no reason given');
      done(result);
    });
  }

  forceFlush(): Promise<void> {
    return this.exporter.forceFlush?.() ?? Promise.resolve();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }
}
