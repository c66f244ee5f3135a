import { Counter, Histogram, type Registry } from 'prom-client';
import { type KafkaRecord, withKafkaReader } from '../../clients/kafka-reader.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { eventHead } from '../../commit-log/event-head.js';
import { type LagReport, type PartitionLag } from '../report.js';

const operations = new Map<unknown, string>([
  ['i', 'insert'],
  ['u', 'update'],
  ['d', 'delete'],
  ['r', 'range-delete'],
]);

/** Counts the events that sinks have done since the process began, and how long they were on their way. */
export class ProcessedEvents {
  /** The offset up to which each partition is counted. */
  private readonly counted = new Map<string, number>();
  private readonly events: Counter;
  private readonly latency: Histogram;

  constructor(registry: Registry) {
    this.events = new Counter({
      ...{ name: 'cdc_events_processed_total', help: 'Events that the sinks have done', registers: [registry] },
      labelNames: ['pipeline', 'table', 'operation'],
    });
    this.latency = new Histogram({
      ...{
        name: 'cdc_processing_latency_seconds',
        help: 'Age of an event when a stage is done',
        registers: [registry],
      },
      labelNames: ['pipeline', 'stage'],
      buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    });
  }

  /** Reads what the sinks have committed since the report before. A sink that was set back is counted on from there. */
  async count(pipeline: Pipeline, report: LagReport): Promise<void> {
    const done = report.partitions.filter((one) => this.isNew(pipeline, one));
    if (done.length === 0) return;
    await withKafkaReader(pipeline.kafka, async (reader) => {
      for (const one of done) {
        const key = keyOf(pipeline, one);
        const range = { ...one, from: this.counted.get(key)!, to: one.committedOffset! };
        for await (const records of reader.read(range)) {
          for (const record of records) {
            this.countEvent({ pipeline: pipeline.name, table: one.table, doneMs: Date.parse(report.at) }, record);
          }
          this.counted.set(key, records.at(-1)!.offset + 1);
        }
        this.counted.set(key, range.to);
      }
    });
  }

  private isNew(pipeline: Pipeline, one: PartitionLag): boolean {
    const key = keyOf(pipeline, one);
    const before = this.counted.get(key);
    const isFurther = before !== undefined && (one.committedOffset ?? 0) > before;
    if (!isFurther) this.counted.set(key, one.committedOffset ?? before ?? 0);
    return isFurther;
  }

  private countEvent(
    { pipeline, table, doneMs }: { pipeline: string; table: string; doneMs: number },
    record: KafkaRecord,
  ): void {
    const { writtenMs, fields } = eventHead(record);
    // A record without an event only repeats the delete before it.
    if (writtenMs === undefined) return;
    this.events.inc({ pipeline, table, operation: operations.get(fields.__op) ?? 'unknown' });
    const observe = (stage: string, ms: number) => this.latency.observe({ pipeline, stage }, Math.max(0, ms) / 1000);
    observe('capture', record.timestampMs - writtenMs);
    observe('sink', doneMs - record.timestampMs);
    observe('end_to_end', doneMs - writtenMs);
  }
}

function keyOf({ name }: Pipeline, { topic, partition }: PartitionLag): string {
  return `${name} ${topic}/${partition}`;
}
