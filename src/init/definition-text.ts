import { stringify } from 'yaml';
import { fill } from '../render/fill.js';
import { readTemplate } from '../render/template.js';
import { pipelineName } from '../tables/names.js';
import { type LiveKeyspace } from './read-keyspace.js';
import { type SuggestedTable } from './suggest-table.js';

export interface DefinitionChoices {
  /** Of the pipeline; made from the keyspace's when it is not given. */
  name?: string | undefined;
  contactPoints: string[];
  registry: 'apicurio' | 'confluent';
}

/** The definition of a pipeline for a keyspace: YAML with comments on what its tables need. */
export function definitionText(live: LiveKeyspace, tables: SuggestedTable[], choices: DefinitionChoices): string {
  return fill(readTemplate('pipelines/new.yaml'), {
    name: scalar(choices.name ?? pipelineName(live.keyspace)),
    keyspace: scalar(live.keyspace),
    contactPoints: choices.contactPoints.join(','),
    localDataCenter: live.localDataCenter,
    nodes: live.nodes.length === 1 ? onlyNode : live.nodes.flatMap(nodeLines),
    registry: choices.registry,
    database: live.keyspace,
    tables: tables.flatMap(tableLines),
  });
}

const paths = [
  '  cassandraConfig: ${env:CASSANDRA_CONFIG:-/etc/cassandra/cassandra.yaml}',
  '  driverConfig: ${env:CASSANDRA_DRIVER_CONFIG:-/etc/cassandra/driver.conf}',
  '  relocationDirectory: ${env:CDC_RELOCATION_DIR:-/var/lib/cassandra/cdc_relocation}',
  '  offsetDirectory: ${env:CDC_OFFSET_DIR:-/var/lib/cassandra/cdc_offsets}',
];

const onlyNode = [
  '- id: node1',
  '  connectUrl: ${env:CONNECT_URL:-http://127.0.0.1:8083}',
  ...paths,
  '  healthPort: ${env:CDC_HEALTH_PORT:-8000}',
];

function nodeLines(address: string): string[] {
  const host = address.includes(':') ? `[${address}]` : address;
  return [`- id: node-${address.replace(/[^A-Za-z0-9]+/g, '-')}`, `  connectUrl: http://${host}:8083`, ...paths];
}

function tableLines({ name, excluded, notes, refused }: SuggestedTable): string[] {
  if (refused.length > 0)
    return [`# - name: ${scalar(name)}`, ...refused.map((why) => `#   cannot be replicated: ${oneLine(why)}`)];
  const columns = excluded.map(({ column, why }) => `      - ${scalar(column)} # ${oneLine(why)}`);
  return [
    `- name: ${scalar(name)}`,
    ...notes.map((note) => `  # ${oneLine(note)}`),
    ...(columns.length === 0 ? [] : ['  columns:', '    exclude:', ...columns]),
  ];
}

/** A name as YAML text: a table may be called `true`, or `1e3`. */
function scalar(text: string): string {
  return stringify(text, { lineWidth: 0 }).trim();
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}
