import { type Client } from 'cassandra-driver';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type RenderedPipeline } from '../render/rendered.js';
import { type ReplicatedTable } from '../tables/replicated-table.js';

/** A pipeline with the live schemas of its tables and what they render to. */
export interface OpenPipeline {
  pipeline: Pipeline;
  tables: ReplicatedTable[];
  rendered: RenderedPipeline;
  /** Closed when `use` has ended. */
  cassandra: Client;
}

/** Connects to the pipeline's Cassandra, reads the schemas of its tables and renders it. */
export async function withOpenPipeline<T>(pipeline: Pipeline, use: (open: OpenPipeline) => Promise<T>): Promise<T> {
  const { withCassandra } = await import('../clients/cassandra.js');
  const { readReplicatedTables } = await import('../tables/read-replicated-tables.js');
  const { renderPipeline } = await import('../render/render.js');
  return withCassandra(pipeline.cassandra, async (cassandra) => {
    const tables = await readReplicatedTables(cassandra, pipeline);
    return use({ pipeline, tables, rendered: renderPipeline(pipeline, tables), cassandra });
  });
}
