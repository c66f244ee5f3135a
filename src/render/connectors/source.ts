import { type Pipeline, type SourceNode } from '../../pipeline/pipeline.js';
import { sourceConnectorName } from '../../tables/names.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { allColumns } from '../../tables/table.js';
import { type Connector } from '../rendered.js';
import { converterConfig } from './converters.js';
import { quoteRegex, templateConfig } from './template-config.js';

/** The source connector of one Cassandra node: it reads the node's commit log for all tables of the pipeline. */
export function sourceConnector(pipeline: Pipeline, tables: ReplicatedTable[], node: SourceNode): Connector {
  const { topicPrefix } = pipeline.source;
  const rawTopic = (names: string) =>
    `${quoteRegex(topicPrefix)}\\.${quoteRegex(pipeline.cassandra.keyspace)}\\.${names}`;
  const drops = tables.filter((table) => droppedColumns(table).length > 0);
  const config: Record<string, string> = {
    ...templateConfig('debezium-cassandra-source.yaml'),
    'connector.name': sourceConnectorName(pipeline, node.id),
    'topic.prefix': topicPrefix,
    'cassandra.node.id': node.id,
    'cassandra.config': node.cassandraConfig,
    'cassandra.driver.config.file': node.driverConfig,
    'commit.log.relocation.dir': node.relocationDirectory,
    'offset.backing.store.dir': node.offsetDirectory,
    'http.port': String(node.healthPort),
    ...converterConfig(pipeline.schemaRegistry),
    transforms: ['only', 'unwrap', 'ranges', ...drops.map(dropName), 'flatten', 'route'].join(','),
    predicates: ['replicated', ...drops.map(dropName)].join(','),
    'predicates.replicated.pattern': rawTopic(`(${tables.map(({ source }) => quoteRegex(source.name)).join('|')})`),
    'transforms.route.regex': rawTopic('(.+)'),
    'transforms.route.replacement': pipeline.kafka.topics.name.replaceAll('{table}', '$1'),
  };
  for (const table of drops) {
    // Columns that are not replicated may be of types that Flatten cannot take.
    const name = dropName(table);
    config[`transforms.${name}.type`] = 'org.apache.kafka.connect.transforms.ReplaceField$Value';
    config[`transforms.${name}.exclude`] = droppedColumns(table).join(',');
    config[`transforms.${name}.predicate`] = name;
    config[`predicates.${name}.type`] = 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches';
    config[`predicates.${name}.pattern`] = rawTopic(quoteRegex(table.source.name));
  }
  return { name: sourceConnectorName(pipeline, node.id), kind: 'source', url: node.connectUrl, config };
}

function dropName(table: ReplicatedTable): string {
  return `drop_${table.source.name}`;
}

function droppedColumns(table: ReplicatedTable): string[] {
  const replicated = new Set([...table.keys, ...table.cells].map(({ name }) => name));
  return allColumns(table.source)
    .map(({ name }) => name)
    .filter((name) => !replicated.has(name));
}
