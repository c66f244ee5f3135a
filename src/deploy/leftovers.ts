import { OperatorError } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { namedTarget } from '../render/connectors/sink.js';
import { bookkeepingSchema } from '../tables/names.js';
import { type Change, type LiveSystem } from './change.js';
import { type LiveConnectors, readConnectors } from './live-connectors.js';
import { type LiveSystems } from './live-systems.js';
import { forgetOwned, type OwnedConnector } from './ownership.js';

/** Something with data that stays when the connectors of its table are removed. */
export interface LeftObject {
  system: LiveSystem;
  object: string;
}

/** Connectors that deploy made and the definition does not name any more. */
export interface Leftovers {
  /** Those that still run, or are stopped, with their configurations. */
  present: (OwnedConnector & { config: Record<string, string> })[];
  gone: OwnedConnector[];
  warnings: string[];
}

export interface LeftoversOptions {
  live: LiveConnectors;
  owned: OwnedConnector[];
  /** What the definition names. */
  named: OwnedConnector[];
}

/** A cluster that only leftovers were in may itself be gone. */
export async function findLeftovers(systems: LiveSystems, options: LeftoversOptions): Promise<Leftovers> {
  const { owned, named } = options;
  const found: Leftovers = { present: [], gone: [], warnings: [] };
  for (const connector of owned) {
    const { name, url } = connector;
    const successor = named.find((one) => one.name === name);
    if (successor !== undefined) {
      if (successor.url !== url) {
        found.warnings.push(
          `${name} was deployed to ${url} and is now for ${successor.url}: if these are two clusters, remove it from the former`,
        );
      }
      continue;
    }
    const cluster = options.live.get(url) ?? (await otherCluster(systems, url));
    if (cluster === undefined) {
      found.warnings.push(`cannot ask ${url} for ${name}, which the definition does not name any more`);
      continue;
    }
    const config = cluster.get(name)?.config;
    if (config === undefined) found.gone.push(connector);
    else found.present.push({ ...connector, config });
  }
  return found;
}

async function otherCluster({ connect }: LiveSystems, url: string) {
  try {
    return (await readConnectors(connect, [url])).get(url);
  } catch (error) {
    if (error instanceof OperatorError && error.kind === 'unreachable') return undefined;
    throw error;
  }
}

/** Sources first: what they have sent is still sunk while they go. */
export function deletionsOf(systems: LiveSystems, pipeline: Pipeline, connectors: OwnedConnector[]): Change[] {
  const sources = connectors.filter(({ kind }) => kind === 'source');
  const sinks = connectors.filter(({ kind }) => kind === 'sink');
  return [...sources, ...sinks].map(({ name, kind, url }) => ({
    system: 'connect',
    object: `connector ${name}`,
    action: 'delete',
    detail: `${kind} in ${url}`,
    apply: async () => {
      await systems.connect(url).delete(name);
      await forgetOwned(systems.postgres, pipeline, [name]);
    },
  }));
}

/** What the sinks among the leftovers read and wrote. */
export function leftData(pipeline: Pipeline, { present }: Leftovers): LeftObject[] {
  return present
    .filter(({ kind }) => kind === 'sink')
    .flatMap(({ config }): LeftObject[] => {
      const topic = config.topics ?? '';
      const target = namedTarget(config).replace(/_inlet$/, '');
      return [
        { system: 'kafka', object: `topic ${topic}` },
        { system: 'registry', object: `subject ${topic}-value` },
        { system: 'postgresql', object: `view ${pipeline.postgresql.schema}.${target}` },
        { system: 'postgresql', object: `table ${bookkeepingSchema(pipeline)}.${target}_rows` },
      ];
    });
}
