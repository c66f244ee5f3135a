import { type Pipeline } from '../pipeline/pipeline.js';
import { topicOf, valueSubjectOf } from '../tables/names.js';
import { hazardsOf } from '../tables/hazards.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { sinkConnector } from './connectors/sink.js';
import { sourceConnector } from './connectors/source.js';
import { bookkeepingSql, tableSql } from './postgresql/postgresql.js';
import { type RenderedPipeline } from './rendered.js';

/** As many bytes as the source's producer sends. */
const largestRecord = '67108864';

/** The pure function at the heart: the definition and the tables' schemas in, the desired state of all systems out. */
export function renderPipeline(pipeline: Pipeline, tables: ReplicatedTable[]): RenderedPipeline {
  const { partitions, replicationFactor } = pipeline.kafka.topics;
  return {
    name: pipeline.name,
    topics: [
      ...tables.map(({ settings }) => ({
        name: topicOf(pipeline, settings),
        partitions,
        replicationFactor,
        config: { 'cleanup.policy': 'delete', 'max.message.bytes': largestRecord },
      })),
      { name: pipeline.deadLetters.topic, partitions: 1, replicationFactor, config: { 'cleanup.policy': 'delete' } },
    ],
    subjects: tables.map(({ settings }) => ({
      name: valueSubjectOf(pipeline, settings),
      compatibility: pipeline.schemaRegistry.compatibility,
    })),
    sql: [bookkeepingSql(pipeline), ...tables.flatMap((table) => tableSql(pipeline, table))],
    connectors: [
      ...tables.map((table) => sinkConnector(pipeline, table)),
      ...pipeline.source.nodes.map((node) => sourceConnector(pipeline, tables, node)),
    ],
    hazards: tables.flatMap(hazardsOf),
  };
}
