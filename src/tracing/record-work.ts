import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  defaultTextMapSetter,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { messageOf, OperatorError } from '../errors.js';
import { type OngoingWork, workChannel } from '../traced.js';

/** Makes spans of traced work that is done within `run`: children of each other, and of the span that `run` is given. */
export class WorkRecorder {
  private readonly contexts = new AsyncLocalStorage<Context | undefined>();
  private readonly spans = new WeakMap<object, Span>();

  constructor(private readonly tracer: Tracer) {
    workChannel.start.bindStore(this.contexts, (work) => this.begin(work));
    workChannel.asyncEnd.subscribe(this.end);
  }

  run<T>(context: Context, work: () => Promise<T>): Promise<T> {
    return this.contexts.run(context, work);
  }

  close(): void {
    workChannel.start.unbindStore(this.contexts);
    workChannel.asyncEnd.unsubscribe(this.end);
  }

  private begin(work: OngoingWork): Context | undefined {
    const parent = this.contexts.getStore();
    // What another command of this process does.
    if (parent === undefined) return undefined;
    const kind = work.kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL;
    const span = this.tracer.startSpan(work.name, { kind }, parent);
    this.spans.set(work, span);
    const context = trace.setSpan(parent, span);
    if (work.carry !== undefined) {
      const headers: Record<string, string> = {};
      new W3CTraceContextPropagator().inject(context, headers, defaultTextMapSetter);
      work.carry(headers);
    }
    return context;
  }

  private readonly end = (message: unknown): void => {
    const work = message as OngoingWork & { error?: unknown };
    const span = this.spans.get(work);
    if (span === undefined) return;
    span.setAttributes(work.attributes);
    if (work.error !== undefined) recordFailure(span, work.error);
    span.end();
  };
}

/** What an error has besides its message may hold secrets: the request of an HTTP client has its login. */
export function recordFailure(span: Span, error: unknown): void {
  const message = messageOf(error);
  const name = error instanceof Error ? error.name : typeof error;
  const stack = error instanceof Error && !(error instanceof OperatorError) ? { stack: error.stack ?? '' } : {};
  span.recordException({ name, message, ...stack });
  span.setAttribute('error.type', error instanceof OperatorError ? error.kind : name);
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}
