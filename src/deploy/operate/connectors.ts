import { OperatorError } from '../../errors.js';
import { nearest } from '../../nearest.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { connectorsOf, type NamedConnector } from '../../tables/named-connectors.js';

/** Which connectors are meant; all where nothing is named. */
export interface ConnectorSelection {
  tables: string[];
  nodes: string[];
  connectors: string[];
}

/** @throws OperatorError (invalid) for names that no pipeline has, with the nearest that one has */
export function selectConnectors(pipelines: Pipeline[], selection: ConnectorSelection): NamedConnector[] {
  const all = pipelines.flatMap(connectorsOf);
  const { tables, nodes, connectors } = selection;
  const namesOf = (kind: NamedConnector['kind']) => all.filter((one) => one.kind === kind).map((one) => one.of);
  requireKnown('table', tables, namesOf('sink'));
  refuseAgents(pipelines, nodes);
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

function refuseAgents(pipelines: Pipeline[], nodes: string[]): void {
  const agents = pipelines.filter(({ source }) => source.mode === 'agent');
  for (const { name, source } of agents) {
    const node = source.nodes.find(({ id }) => nodes.includes(id));
    if (node === undefined) continue;
    throw new OperatorError({
      kind: 'invalid',
      resource: node.id,
      message: `the source of ${name} on this node is an agent, which Connect does not know`,
      hint: `on the node: systemctl restart ${name}-agent`,
    });
  }
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
