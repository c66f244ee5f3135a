import { type Pipeline } from '../pipeline/pipeline.js';
import { retentionMs } from '../pipeline/retention.js';
import { workersOf } from '../tables/named-connectors.js';
import { topicOf, valueSubjectOf } from '../tables/names.js';
import { hazardsOf } from '../tables/hazards.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';
import { agentFiles, agentHazards } from './agent/agent.js';
import { sinkConnector } from './connectors/sink.js';
import { requireSound } from './connectors/sound.js';
import { sourceConnector } from './connectors/source.js';
import { bookkeepingSql, tableSql } from './postgresql/postgresql.js';
import { type RenderedPipeline } from './rendered.js';

/** As many bytes as the source's producer sends. */
const largestRecord = 67_108_864;
/** What the sinks add to a dead letter: where it failed and why, with the stack trace. */
const errorContext = 1_048_576;

/** The pure function at the heart: the definition and the tables' schemas in, the desired state of all systems out. */
export function renderPipeline(pipeline: Pipeline, tables: ReplicatedTable[]): RenderedPipeline {
  const { partitions, replicationFactor, retention } = pipeline.kafka.topics;
  const isOfAgents = pipeline.source.mode === 'agent';
  const connectors = [
    ...tables.map((table) => sinkConnector(pipeline, table)),
    ...workersOf(pipeline).map((node) => sourceConnector(pipeline, tables, node)),
  ];
  requireSound(connectors);
  return {
    name: pipeline.name,
    topics: [
      ...tables.map(({ settings }) => ({
        name: topicOf(pipeline, settings),
        partitions,
        replicationFactor,
        config: {
          'cleanup.policy': 'delete',
          'max.message.bytes': String(largestRecord),
          ...(retention === undefined ? {} : { 'retention.ms': String(retentionMs(retention)) }),
        },
      })),
      {
        name: pipeline.deadLetters.topic,
        partitions: 1,
        replicationFactor,
        config: {
          'cleanup.policy': 'delete',
          'retention.ms': String(retentionMs(pipeline.deadLetters.retention)),
          // A dead letter has the time of its event otherwise: it would be deleted too early, and nobody would know when
          // it failed.
          'message.timestamp.type': 'LogAppendTime',
          'max.message.bytes': String(largestRecord + errorContext),
        },
      },
    ],
    subjects: isOfAgents
      ? []
      : tables.map(({ settings }) => ({
          name: valueSubjectOf(pipeline, settings),
          compatibility: pipeline.schemaRegistry.compatibility,
        })),
    sql: [bookkeepingSql(pipeline), ...tables.flatMap((table) => tableSql(pipeline, table))],
    connectors,
    agents: isOfAgents ? pipeline.source.nodes.map((node) => agentFiles(pipeline, tables, node)) : [],
    hazards: [...tables.flatMap(hazardsOf), ...(isOfAgents ? agentHazards(pipeline, tables) : [])],
  };
}
