import { OperatorError } from '../errors.js';
import { pipelineName } from '../tables/names.js';
import { type FoundSink, type FoundTable } from './read-sink.js';
import { type FoundSource } from './read-source.js';

export interface ImportOptions {
  /** Of the pipeline; that of the connectors, or of the keyspace, when absent. */
  name?: string;
  /** Where the connectors do not tell. */
  keyspace?: string;
  tables: string[];
}

/** Which pipeline it is that connectors make together. */
export interface Identity {
  name: string;
  keyspace: string;
  tables: FoundTable[];
  /** What sends the changes. */
  mode: FoundSink['mode'];
  /** How the names of the source's topics begin, where that can be told. */
  topicPrefix: string | undefined;
  /** Names of the connectors that cdcctl made. */
  own: ReadonlySet<string>;
}

/** @throws OperatorError (invalid) for connectors of several pipelines, and where keyspace or tables cannot be told */
export function identify(sources: FoundSource[], sinks: FoundSink[], options: ImportOptions): Identity {
  const all = [...sources, ...sinks];
  const own = new Set(all.filter((one) => one.own).map(({ connector }) => connector.name));
  const names = unique(all.filter((one) => one.own).map(({ connector }) => ownPipeline(connector.name)));
  requireOne('pipelines', names);
  const keyspace = keyspaceOf(sources, sinks, options);
  requireOne('databases', unique(sinks.map(({ database }) => database && `${database.host}/${database.database}`)));
  const prefixes = unique([...sources, ...sinks.flatMap((sink) => sink.tables)].map(({ topicPrefix }) => topicPrefix));
  requireOne('topic prefixes', prefixes);
  const modes = [...new Set([...sources.map(() => 'connect' as const), ...sinks.map(({ mode }) => mode)])];
  requireOne('modes of sources', modes);
  return {
    name: options.name ?? names[0] ?? pipelineName(keyspace),
    keyspace,
    tables: tablesOf(sources, sinks, options),
    mode: modes[0] ?? 'connect',
    topicPrefix: prefixes[0],
    own,
  };
}

/** `shop-sink-users` and `shop-source-node1` are of `shop`. */
function ownPipeline(connector: string): string | undefined {
  return /^(.+?)-(?:sink|source)-.+$/.exec(connector)?.[1];
}

function keyspaceOf(sources: FoundSource[], sinks: FoundSink[], options: ImportOptions): string {
  if (options.keyspace !== undefined) return options.keyspace;
  const certain = unique([
    ...sources.map(({ keyspace }) => keyspace),
    ...sinks.flatMap(({ tables }) => tables.filter(({ guessed }) => !guessed).map(({ keyspace }) => keyspace)),
  ]);
  const all = unique([...certain, ...sinks.flatMap(({ tables }) => tables.map(({ keyspace }) => keyspace))]);
  const [keyspace] = certain.length > 0 ? certain : all;
  requireOne('keyspaces', certain.length > 0 ? certain : all);
  if (keyspace !== undefined) return keyspace;
  throw new OperatorError({
    kind: 'invalid',
    message: 'the connectors do not tell which keyspace they replicate',
    hint: 'name it with --keyspace',
  });
}

function tablesOf(sources: FoundSource[], sinks: FoundSink[], options: ImportOptions): FoundTable[] {
  const ofSinks = new Map<string, FoundTable>();
  for (const table of sinks.flatMap(({ tables }) => tables)) {
    if (!ofSinks.has(table.name)) ofSinks.set(table.name, table);
  }
  // A source lists its tables in the order of the definition, Connect its connectors in any.
  const found = [...new Set([...sources.flatMap(({ tables }) => tables), ...ofSinks.keys()])];
  const names = options.tables.length > 0 ? options.tables : found;
  if (names.length > 0) return names.map((name) => ofSinks.get(name) ?? { name, topic: '', guessed: false });
  throw new OperatorError({
    kind: 'invalid',
    message: 'the connectors do not tell which tables they replicate',
    hint: 'name them with --table',
  });
}

function unique(names: (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}

function requireOne(what: string, names: string[]): void {
  if (names.length <= 1) return;
  throw new OperatorError({
    kind: 'invalid',
    message: `the connectors are of several ${what}: ${names.join(', ')}`,
    hint: "choose those of one pipeline with --connector, such as --connector 'shop-*'",
  });
}
