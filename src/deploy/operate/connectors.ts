import { type HttpAddress } from '../../clients/http.js';
import { OperatorError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { sinkConnectorName, sourceConnectorName, topicOf } from '../../tables/names.js';

/** A connector as far as the definition alone tells it: its tables need not be readable. */
export interface NamedConnector {
  name: string;
  /** The worker or cluster that runs it. */
  connect: HttpAddress;
  /** Name of the table of a sink, or of the node of a source. */
  of: string;
  kind: 'source' | 'sink';
  /** What a sink reads; empty for a source, which has a topic for each table. */
  topic: string;
}

/** Which connectors are meant; all where nothing is named. */
export interface ConnectorSelection {
  tables: string[];
  nodes: string[];
  connectors: string[];
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
    ...pipeline.source.nodes.map(({ id, connectUrl }) => ({
      name: sourceConnectorName(pipeline, id),
      connect: { ...pipeline.connect, url: connectUrl },
      of: id,
      kind: 'source' as const,
      topic: '',
    })),
  ];
}

/** @throws OperatorError (invalid) for names that no pipeline has, with the nearest that one has */
export function selectConnectors(pipelines: Pipeline[], selection: ConnectorSelection): NamedConnector[] {
  const all = pipelines.flatMap(connectorsOf);
  const { tables, nodes, connectors } = selection;
  const namesOf = (kind: NamedConnector['kind']) => all.filter((one) => one.kind === kind).map((one) => one.of);
  requireKnown('table', tables, namesOf('sink'));
  requireKnown('node', nodes, namesOf('source'));
  requireKnown(
    'connector',
    connectors,
    all.map(({ name }) => name),
  );
  if (isEverything(selection)) return all;
  return all.filter(
    ({ name, of, kind }) => connectors.includes(name) || (kind === 'sink' ? tables : nodes).includes(of),
  );
}

export function isEverything({ tables, nodes, connectors }: ConnectorSelection): boolean {
  return tables.length + nodes.length + connectors.length === 0;
}

function requireKnown(what: string, names: string[], known: string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const meant = nearest(unknown, known);
  throw new OperatorError({
    kind: 'invalid',
    resource: unknown,
    message: `no pipeline has a ${what} of this name`,
    hint: meant === undefined ? `there are: ${known.join(', ')}` : `did you mean ${meant}?`,
  });
}
