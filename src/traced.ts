import { tracingChannel } from 'node:diagnostics_channel';

/** Whoever collects traces can read them: no secrets. */
export type TraceAttributes = Record<string, string | number | boolean>;

/** A part of what a command does, as a trace shows it. */
export interface TracedWork {
  /** Without the names of what it is about, which are attributes. */
  name: string;
  /** A request to another system. */
  kind?: 'client';
  attributes?: TraceAttributes;
  /** Takes the headers that tell another system which trace its work belongs to. */
  carry?: (headers: Record<string, string>) => void;
}

/** What is done while somebody follows it. A failure is told by the channel. */
export type OngoingWork = TracedWork & { attributes: TraceAttributes };

/** Where traced work is announced; nothing is done with it until somebody subscribes. */
export const workChannel = tracingChannel<unknown, OngoingWork>('cdcctl.work');

/** Does a part of the work of a command as a span of its own, where the command is traced. `note` adds what came of it. */
export function traced<T>(
  work: TracedWork,
  run: (note: (attributes: TraceAttributes) => void) => Promise<T>,
): Promise<T> {
  const ongoing: OngoingWork = { ...work, attributes: { ...work.attributes } };
  const note = (attributes: TraceAttributes) => void Object.assign(ongoing.attributes, attributes);
  return workChannel.tracePromise(async () => run(note), ongoing);
}

/** Of a header of W3C Trace Context, which pipelines of CI hand down in the environment, and Kafka in records. */
export function traceIdOf(traceparent: string | undefined): string | null {
  return /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-/.exec(traceparent ?? '')?.[1] ?? null;
}
