import type pg from 'pg';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { inRounds } from '../support/rounds.js';
import { timeConnector } from './connector-run.js';
import { type Figure } from './figures.js';
import { rowsAfter } from './oracle.js';
import { type Options } from './options.js';
import { ourSink } from './ours.js';
import { runSql, type SqlRun, stageEvents } from './sql-run.js';
import { stockSink } from './stock.js';
import { fillTopic } from './topic.js';
import { makeWorkload, markerEvent } from './workload.js';

export interface Bench {
  options: Options;
  pipeline: Pipeline;
  /** On the pipeline's database. */
  client: pg.Client;
  onProgress: (line: string) => void;
}

export interface Measured {
  /** In the order in which the figures have them. */
  sinkNames: string[];
  connectorRate: Figure;
  sqlRate: Figure;
  walBytesPerEvent: Figure;
  bytesPerRow: Figure;
}

/**
 * Measures all sinks on the same events.
 * @throws Error if our rows are not those that Cassandra would have
 */
export async function runBench(bench: Bench): Promise<Measured> {
  const { options, pipeline, client, onProgress } = bench;
  const workload = makeWorkload(options);
  const markers = Array.from({ length: pipeline.kafka.topics.partitions }, (_, partition) => markerEvent(partition));
  const events = [...workload, ...markers];
  const [ours, stock] = [ourSink(pipeline, rowsAfter(events)), stockSink(pipeline, { rewriting: true })];
  const sinks = options.rowByRow ? [ours, stock, stockSink(pipeline, { rewriting: false })] : [ours, stock];

  onProgress(`filling the topic with ${events.length} events`);
  await fillTopic(pipeline, workload);
  const rates = await inRounds(options.rounds, sinks, async (sink) => {
    const rate = events.length / (await timeConnector(pipeline, sink, client));
    onProgress(`${sink.name}, sink connector: ${Math.round(rate)} events/s`);
    return rate;
  });

  await stageEvents(client, events);
  const runs = await inRounds(options.rounds, [ours, stock], async (sink) => {
    const run = await runSql(sink, client, events.length);
    onProgress(`${sink.name}, SQL alone: ${Math.round(run.eventsPerSecond)} events/s`);
    return run;
  });
  const figure = (name: string, field: keyof SqlRun): Figure => ({
    name,
    bySink: runs.map((ofSink) => ofSink.map((run) => run[field])),
  });
  return {
    sinkNames: sinks.map(({ name }) => name),
    connectorRate: { name: 'events/s, sink connector', bySink: rates },
    sqlRate: figure('events/s, SQL alone', 'eventsPerSecond'),
    walBytesPerEvent: figure('bytes of WAL per event', 'walBytesPerEvent'),
    bytesPerRow: figure('bytes of table per row', 'bytesPerRow'),
  };
}
