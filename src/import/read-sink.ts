import { listOf } from '../connectors/sections.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { namedTarget } from '../render/connectors/sink.js';
import { type SinkPlugin, sinkPluginOf } from '../render/connectors/template-config.js';
import { type FoundConnector } from './found-connector.js';
import { type FoundSource } from './read-source.js';
import { transformTypes } from './rules.js';

/** What a sink connector tells of its pipeline. */
export interface FoundSink {
  connector: FoundConnector;
  /** Whether cdcctl made it. */
  own: boolean;
  /** What sends its records; a sink that cdcctl did not make is taken to have its source in Connect. */
  mode: Pipeline['source']['mode'];
  /** Undefined for plugins that a definition cannot name. */
  plugin: SinkPlugin | undefined;
  tables: FoundTable[];
  database?: FoundDatabase;
}

export interface FoundTable {
  name: string;
  topic: string;
  /** Where an agent has named the topic. */
  topicPrefix?: string;
  /** Whether the name is only what the topic ends with. */
  guessed: boolean;
  keyspace?: string;
  /** Of the table in PostgreSQL, where one is named. */
  target?: string;
  targetSchema?: string;
}

export interface FoundDatabase {
  host: string;
  port: number;
  database: string;
  parameters: URLSearchParams;
}

export function readSink(connector: FoundConnector, sources: FoundSource[]): FoundSink {
  const { config } = connector;
  const named = namedTarget(config);
  const made = ownMode(config);
  const own = made !== undefined && /_cdc\.[^.]+_inlet$/.test(named);
  const mode = own ? made : 'connect';
  const topics = [
    ...new Set([...listOf(config.topics), ...topicsOfRegex(config['topics.regex']), ...(connector.topics ?? [])]),
  ];
  const tables = topics.map((topic) => ({
    ...((mode === 'agent' ? tableOfAgent(topic) : undefined) ?? tableOf(topic, sources)),
    topic,
    ...targetOf(named, own),
  }));
  const database = databaseOf(config['connection.url']);
  const plugin = sinkPluginOf(config['connector.class']);
  return { connector, own, mode, plugin, tables, ...(database === undefined ? {} : { database }) };
}

/** Of what cdcctl makes the inlet's event; undefined for the transforms of others. */
function ownMode(config: FoundConnector['config']): FoundSink['mode'] | undefined {
  const types = transformTypes(config);
  if (config['transforms.event.headers'] === 'event' && types.includes('HeaderToValue')) return 'connect';
  return config['transforms.event.field'] === 'event' && types.includes('HoistField') ? 'agent' : undefined;
}

/** `cdc\.shop\.(users|orders)` → both topics; none for a pattern that cannot be listed. */
function topicsOfRegex(regex: string | undefined): string[] {
  const [, before = '', names = '', after = ''] =
    /^\^?((?:[\w-]|\\\.|\.)*)\((?:\?:)?([\w|-]+)\)((?:[\w-]|\\\.|\.)*)\$?$/.exec(regex ?? '') ?? [];
  const plain = (text: string) => text.replace(/\\/g, '');
  return names.split('|').flatMap((name) => (name === '' ? [] : [`${plain(before)}${name}${plain(after)}`]));
}

/** An agent's topic is called `<topicPrefix>.<keyspace>.<table>`. */
function tableOfAgent(topic: string): Omit<FoundTable, 'topic'> | undefined {
  const [, topicPrefix, keyspace, name] = /^(.+)\.(\w+)\.(\w+)$/.exec(topic) ?? [];
  return name === undefined ? undefined : { name, keyspace: keyspace!, topicPrefix: topicPrefix!, guessed: false };
}

function tableOf(topic: string, sources: FoundSource[]): Pick<FoundTable, 'name' | 'keyspace' | 'guessed'> {
  for (const { topicPattern, topicPrefix, keyspace } of sources) {
    const [before, after] = topicPattern?.split('{table}') ?? [];
    if (before !== undefined && after !== undefined && topic.startsWith(before) && topic.endsWith(after)) {
      const name = topic.slice(before.length, topic.length - after.length);
      if (/^\w+$/.test(name)) return { name, guessed: false, ...(keyspace === undefined ? {} : { keyspace }) };
    }
    const parts = topic.startsWith(`${topicPrefix}.`) ? topic.slice(topicPrefix.length + 1).split('.') : [];
    if (parts.length === 2) return { keyspace: parts[0]!, name: parts[1]!, guessed: false };
  }
  const [, keyspace, name = topic] = /(?:([A-Za-z0-9_]+)\.)?([A-Za-z0-9_]+)$/.exec(topic) ?? [];
  return { name, guessed: true, ...(keyspace === undefined ? {} : { keyspace }) };
}

/** The inlet's name tells the view's; `${topic}` tells nothing that the topic does not. */
function targetOf(format: string, own: boolean): Pick<FoundTable, 'target' | 'targetSchema'> {
  const parts = format.replaceAll('"', '').split('.');
  const table = parts.at(-1) ?? '';
  const schema = parts.length > 1 ? parts.at(-2)! : '';
  const plain = (text: string) => (own ? text.replace(/_(inlet|cdc)$/, '') : text);
  const target = table === '' || table.includes('${') ? {} : { target: plain(table) };
  return schema === '' || schema.includes('${') ? target : { ...target, targetSchema: plain(schema) };
}

function databaseOf(url: string | undefined): FoundDatabase | undefined {
  const [, host, port = '5432', database = '', query = ''] =
    /^jdbc:postgresql:\/\/(?:[^/@]*@)?([A-Za-z0-9_.-]+)(?::(\d+))?[^/]*\/([^?]*)(?:\?(.*))?$/.exec(url ?? '') ?? [];
  if (host === undefined || database === '') return undefined;
  return { host, port: Number(port), database: decodeURIComponent(database), parameters: new URLSearchParams(query) };
}
