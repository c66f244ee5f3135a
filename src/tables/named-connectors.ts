import { type Pipeline, type SourceNode } from '../pipeline/pipeline.js';
import { sinkConnectorName, sourceConnectorName, topicOf } from './names.js';

/** A connector as far as the definition alone tells it: its tables need not be readable. */
export interface NamedConnector {
  name: string;
  /** The worker or cluster that runs it. */
  connect: Pipeline['connect'];
  /** Name of the table of a sink, or of the node of a source. */
  of: string;
  kind: 'source' | 'sink';
  /** What a sink reads; empty for a source, which has a topic for each table. */
  topic: string;
}

/** Sinks first, as they are deployed. */
export function connectorsOf(pipeline: Pipeline): NamedConnector[] {
  return [
    ...pipeline.tables.map((table) => ({
      name: sinkConnectorName(pipeline, table),
      connect: pipeline.connect,
      of: table.name,
      kind: 'sink' as const,
      topic: topicOf(pipeline, table),
    })),
    ...workersOf(pipeline).map(({ id, connectUrl }) => ({
      name: sourceConnectorName(pipeline, id),
      connect: { ...pipeline.connect, url: connectUrl },
      of: id,
      kind: 'source' as const,
      topic: '',
    })),
  ];
}

/** A node with a Connect worker. */
export type WorkerNode = SourceNode & { connectUrl: string };

/** The nodes whose sources run in Connect: none where agents run. */
export function workersOf({ source }: Pipeline): WorkerNode[] {
  return source.nodes.filter(hasWorker);
}

function hasWorker(node: SourceNode): node is WorkerNode {
  return node.connectUrl !== undefined;
}
