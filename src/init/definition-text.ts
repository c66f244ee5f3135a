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
  /** Files by which all systems are reached, where they speak TLS. */
  tls?: TlsFiles | undefined;
  /** Kafka asks for a login. */
  kafkaLogin?: boolean;
}

export interface TlsFiles {
  /** The authority that certificates are checked by. */
  caFile: string;
  /** A certificate and its key in one file, for systems that ask for one. */
  identityFile?: string | undefined;
}

/** The definition of a pipeline for a keyspace: YAML with comments on what its tables need. */
export function definitionText(live: LiveKeyspace, tables: SuggestedTable[], choices: DefinitionChoices): string {
  const scheme = choices.tls === undefined ? 'http' : 'https';
  return fill(readTemplate('pipelines/new.yaml'), {
    ...tlsSections(choices),
    scheme,
    name: scalar(choices.name ?? pipelineName(live.keyspace)),
    keyspace: scalar(live.keyspace),
    contactPoints: choices.contactPoints.join(','),
    localDataCenter: live.localDataCenter,
    nodes: live.nodes.length === 1 ? onlyNode(scheme) : live.nodes.flatMap((node) => nodeLines(scheme, node)),
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

function onlyNode(scheme: string): string[] {
  return [
    '- id: node1',
    `  connectUrl: \${env:CONNECT_URL:-${scheme}://127.0.0.1:8083}`,
    ...paths,
    '  healthPort: ${env:CDC_HEALTH_PORT:-8000}',
  ];
}

/** As in templates/pipelines/warehouse-tls.yaml. */
function tlsSections({ tls, kafkaLogin = false }: DefinitionChoices): Record<string, string | string[]> {
  const variable = (name: string, otherwise: string) => `\${env:${name}:-${otherwise}}`;
  const identity = tls?.identityFile === undefined ? undefined : variable('CDC_TLS_FILE', tls.identityFile);
  const login = ['sasl:', '  mechanism: scram-sha-512', '  username: ${env:KAFKA_USER}'];
  return {
    kafkaLogin: kafkaLogin ? [...login, '  password: ${env:KAFKA_PASSWORD}'] : [],
    sameTls: tls === undefined ? [] : ['tls: *tls'],
    tls:
      tls === undefined
        ? []
        : [
            'tls: &tls',
            `  caFile: ${variable('CDC_TLS_CA_FILE', tls.caFile)}`,
            ...(identity === undefined ? [] : [`  certificateFile: ${identity}`, `  keyFile: ${identity}`]),
          ],
    workerTls:
      tls === undefined
        ? []
        : [
            '# The same for the connectors: paths are those that the workers see.',
            'workerTls:',
            `  caFile: ${variable('CDC_TLS_CA_FILE', tls.caFile)}`,
            '',
          ],
  };
}

function nodeLines(scheme: string, address: string): string[] {
  const host = address.includes(':') ? `[${address}]` : address;
  return [`- id: node-${address.replace(/[^A-Za-z0-9]+/g, '-')}`, `  connectUrl: ${scheme}://${host}:8083`, ...paths];
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
