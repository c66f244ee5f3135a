import { type Pipeline, type SourceNode } from '../../pipeline/pipeline.js';
import { driverConfigPath } from '../secrets.js';

/** What the source of a node has to know of it, in Connect as in an agent. */
export function nodeSettings(pipeline: Pipeline, node: SourceNode): Record<string, string> {
  return {
    'topic.prefix': pipeline.source.topicPrefix,
    'cassandra.node.id': node.id,
    'cassandra.config': node.cassandraConfig,
    'cassandra.driver.config.file': driverConfigPath(pipeline, node),
    'commit.log.relocation.dir': node.relocationDirectory,
    'offset.backing.store.dir': node.offsetDirectory,
    'http.port': String(node.healthPort),
  };
}
