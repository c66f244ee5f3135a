import { type Pipeline } from '../../pipeline/pipeline.js';
import { sourceConnectorName } from '../../tables/names.js';
import { type WorkerNode } from '../../tables/named-connectors.js';
import { flatColumns, type ReplicatedTable } from '../../tables/replicated-table.js';
import { metadataFields } from '../postgresql/event.js';
import { type Connector } from '../rendered.js';
import { converterConfig } from './converters.js';
import { nodeSettings } from './node-settings.js';
import { addedConfig, quoteRegex, templateConfig } from './template-config.js';

/** The source connector of one Cassandra node: it reads the node's commit log for all tables of the pipeline. */
export function sourceConnector(pipeline: Pipeline, tables: ReplicatedTable[], node: WorkerNode): Connector {
  const { topicPrefix } = pipeline.source;
  const rawTopic = (names: string) =>
    `${quoteRegex(topicPrefix)}\\.${quoteRegex(pipeline.cassandra.keyspace)}\\.${names}`;
  const fieldFilters = tables.flatMap(fieldFiltersOf);
  const template = templateConfig('debezium-cassandra-source.yaml');
  const config: Record<string, string> = {
    ...template,
    ...nodeSettings(pipeline, node),
    ...converterConfig(pipeline),
    transforms: withFieldFilters(template.transforms!, fieldFilters),
    predicates: ['replicated', ...new Set(fieldFilters.map(({ predicate }) => predicate))].join(','),
    'predicates.replicated.pattern': rawTopic(`(${tables.map(({ source }) => quoteRegex(source.name)).join('|')})`),
    'transforms.route.regex': rawTopic('(.+)'),
    'transforms.route.replacement': pipeline.kafka.topics.name.replaceAll('{table}', '$1'),
    ...addedConfig(pipeline.source.connector),
  };
  for (const { name, table, predicate, settings } of fieldFilters) {
    Object.assign(config, {
      [`transforms.${name}.type`]: 'org.apache.kafka.connect.transforms.ReplaceField$Value',
      [`transforms.${name}.predicate`]: predicate,
      [`predicates.${predicate}.type`]: 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
      [`predicates.${predicate}.pattern`]: rawTopic(quoteRegex(table.source.name)),
      ...Object.fromEntries(Object.entries(settings).map(([key, value]) => [`transforms.${name}.${key}`, value])),
    });
  }
  return { name: sourceConnectorName(pipeline, node.id), kind: 'source', url: node.connectUrl, config };
}

/** A transform that keeps fields of one table's records or drops them. */
interface FieldFilter {
  name: string;
  table: ReplicatedTable;
  predicate: string;
  /** The transform of the template before which it stands. */
  before: 'hoist' | 'flatten';
  settings: { include: string } | { exclude: string };
}

function fieldFiltersOf(table: ReplicatedTable): FieldFilter[] {
  const { name } = table.source;
  const predicate = `is_${name}`;
  // What the definition leaves out must not leave Cassandra at all.
  const wanted = wantedFields(table);
  // Maps would fail in Flatten and end the task, and so would those of a column that is yet to be added.
  const flat = { include: [...flatColumns(table), ...metadataFields].join(',') };
  return [
    ...(wanted === undefined
      ? []
      : [{ name: `wanted_${name}`, table, predicate, before: 'hoist' as const, settings: wanted }]),
    { name: `flat_${name}`, table, predicate, before: 'flatten', settings: flat },
  ];
}

/** The fields that the definition names or leaves out; undefined where it wants all. */
function wantedFields({ keys, settings }: ReplicatedTable): FieldFilter['settings'] | undefined {
  const { include, exclude } = settings.columns;
  if (include !== undefined) {
    return { include: [...keys.map(({ name }) => name), ...include, ...metadataFields].join(',') };
  }
  return exclude.length > 0 ? { exclude: exclude.join(',') } : undefined;
}

function withFieldFilters(transforms: string, filters: FieldFilter[]): string {
  return transforms
    .split(',')
    .flatMap((name) => [...filters.filter(({ before }) => before === name).map((filter) => filter.name), name])
    .join(',');
}
