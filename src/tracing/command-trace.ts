import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Context,
  defaultTextMapGetter,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { type TraceAttributes } from '../traced.js';
import { packageVersion } from '../version.js';
import { collectorOf, deliveryTimeoutMs } from './configuration.js';
import { otlpExporter, WatchedExporter } from './exporter.js';
import { recordFailure, WorkRecorder } from './record-work.js';

type Environment = Record<string, string | undefined>;

/** Added to the time of the last delivery for those that are under way. */
const graceMs = 500;

/** The trace of one command: a span for it as a whole, in the trace of `TRACEPARENT` where there is one. */
export class CommandTrace {
  private readonly recorder: WorkRecorder;
  private readonly root: Span;
  private readonly context: Context;

  private constructor(
    private readonly env: Environment,
    private readonly exporter: WatchedExporter,
    private readonly provider: BasicTracerProvider,
  ) {
    const tracer = provider.getTracer('cdcctl', packageVersion());
    const carrier = { traceparent: env.TRACEPARENT, tracestate: env.TRACESTATE };
    const parent = new W3CTraceContextPropagator().extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
    this.root = tracer.startSpan('cdcctl', { kind: SpanKind.INTERNAL }, parent);
    this.context = trace.setSpan(parent, this.root);
    this.recorder = new WorkRecorder(tracer);
  }

  /** @throws OperatorError (invalid) where the environment asks for what cdcctl does not do */
  static async open(env: Environment): Promise<CommandTrace> {
    const exporter = new WatchedExporter(await otlpExporter(env));
    const own = resourceFromAttributes({ 'service.name': 'cdcctl', 'service.version': packageVersion() });
    const provider = new BasicTracerProvider({
      resource: own.merge(detectResources({ detectors: [envDetector] })),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    return new CommandTrace(env, exporter, provider);
  }

  get traceId(): string {
    return this.root.spanContext().traceId;
  }

  name(command: string, attributes: TraceAttributes): void {
    this.root.updateName(`cdcctl ${command}`).setAttributes(attributes);
  }

  /** Does the work of the command; what is traced in it belongs to its span. */
  run<T>(work: () => Promise<T>): Promise<T> {
    return this.recorder.run(this.context, work);
  }

  fail(error: unknown): void {
    recordFailure(this.root, error);
  }

  /** Ends the trace and delivers it, as far as that is possible in a few seconds; returns what did not work. */
  async end(exitCode: number): Promise<string | undefined> {
    this.recorder.close();
    this.root.setAttribute('process.exit.code', exitCode);
    if (exitCode !== 0) this.root.setStatus({ code: SpanStatusCode.ERROR });
    this.root.end();
    const timeoutMs = deliveryTimeoutMs(this.env) + graceMs;
    const late = 'late' as const;
    const delivered = await Promise.race([
      this.provider.shutdown().catch(() => undefined),
      sleep(timeoutMs, late, { ref: false }),
    ]);
    const reason = this.exporter.failure ?? (delivered === late ? `no answer within ${timeoutMs / 1000} s` : undefined);
    return reason && `not all spans were delivered to ${collectorOf(this.env)}: ${reason}`;
  }
}
