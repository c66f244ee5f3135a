import { type SchemaRegistrySettings } from '../pipeline/pipeline.js';

export interface Connector {
  name: string;
  kind: 'source' | 'sink';
  /** REST address of the Connect cluster that runs it. */
  url: string;
  config: Record<string, string>;
}

export interface Topic {
  name: string;
  partitions: number;
  replicationFactor: number;
  config: Record<string, string>;
}

export interface Subject {
  name: string;
  compatibility: SchemaRegistrySettings['compatibility'];
}

/** Statements for PostgreSQL that make one thing, and are run again when they change. */
export interface SqlObject {
  name: string;
  sql: string;
  /** What the statements make: qualified names, both parts quoted. */
  makes: string[];
  /** The Cassandra table whose replicated data it holds: once made it is never made again with other statements. */
  rowsOf?: string;
}

/** A node's standalone agent. */
export interface Agent {
  /** Id of the node. */
  node: string;
  /** Where the files belong on the node. */
  directory: string;
  files: { name: string; content: string }[];
}

/** Everything that a pipeline needs in the live systems. */
export interface RenderedPipeline {
  name: string;
  topics: Topic[];
  subjects: Subject[];
  sql: SqlObject[];
  connectors: Connector[];
  /** What the operator puts on the nodes; none where the sources run in Connect. */
  agents: Agent[];
  /** What operators have to know of the tables. */
  hazards: string[];
}
