import { type Client } from 'cassandra-driver';
import { connectCassandra } from '../../clients/cassandra.js';
import { RegistryClient } from '../../clients/registry.js';
import { OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { type LogPosition } from '../../commit-log/position.js';
import { readTableIds } from '../../tables/read-table-ids.js';
import { Asking } from './ask.js';
import { readConnectors } from './read-connectors.js';
import { readKafka } from './read-kafka.js';
import { readSources } from './read-sources.js';
import { readTarget } from './read-target.js';
import { type Reading } from './reading.js';

export interface ReaderOptions {
  pipeline: Pipeline;
  signal: AbortSignal;
  now: () => Date;
}

/** Reads all parts of a pipeline, again and again; parts may go away and come back. */
export class PipelineReader {
  private cassandra: Client | undefined;

  constructor(private readonly options: ReaderOptions) {}

  async read(): Promise<Reading> {
    const { pipeline, signal, now } = this.options;
    const asking = new Asking(signal);
    const [connectors, kafka, target, tableIds] = await Promise.all([
      readConnectors(pipeline, asking),
      asking.ask('kafka', () => readKafka(pipeline)).then((answer) => answer && { ...answer, atMs: now().getTime() }),
      asking.ask('postgresql', () => readTarget(pipeline)),
      asking.ask('cassandra', () => this.readTableIds()),
      pipeline.source.mode === 'agent'
        ? undefined
        : asking.ask('registry', () => new RegistryClient(pipeline.schemaRegistry).globalCompatibility()),
    ]);
    const newestPositions = kafka?.newestPositions ?? new Map<string, LogPosition>();
    const sources = await readSources({ pipeline, asking, tableIds, newestPositions });
    return {
      atMs: kafka?.atMs ?? now().getTime(),
      connectors,
      sources,
      partitions: kafka?.partitions ?? null,
      deadLetterRecords: kafka?.deadLetterRecords ?? null,
      target,
      away: asking.away,
    };
  }

  async close(): Promise<void> {
    await this.cassandra?.shutdown().catch(() => undefined);
    this.cassandra = undefined;
  }

  private async readTableIds() {
    const { pipeline } = this.options;
    this.cassandra ??= await connectCassandra(pipeline.cassandra);
    try {
      return await readTableIds(this.cassandra, pipeline.cassandra.keyspace);
    } catch (error) {
      await this.close();
      throw new OperatorError({
        kind: 'unreachable',
        resource: pipeline.cassandra.contactPoints.join(', '),
        message: `Cassandra did not answer: ${error instanceof Error ? error.message : String(error)}`,
        cause: error,
      });
    }
  }
}
