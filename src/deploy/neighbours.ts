import { namedTarget } from '../render/connectors/sink.js';
import { type Connector } from '../render/rendered.js';
import { type LiveConnectors } from './live-connectors.js';

/**
 * What goes wrong when a connector is made beside those of others in its Connect cluster: two sources in one worker, or
 * two pipelines in one topic. Undefined where it is safe.
 */
export function neighbourRisk(
  connector: Connector,
  live: LiveConnectors,
  own: ReadonlySet<string>,
): string | undefined {
  const cluster = live.get(connector.url) ?? new Map<string, never>();
  const others = [...cluster].filter(([name]) => !own.has(name));
  if (connector.kind === 'source') {
    const other = others.find(
      ([, { config, status }]) =>
        config['connector.class'] === connector.config['connector.class'] && status?.connector.state !== 'STOPPED',
    );
    if (other === undefined) return undefined;
    return `${other[0]} is a source in ${connector.url}, too: two in one worker fail or lose changes; undeploy that pipeline first, or give this one a worker of its own`;
  }
  const other = others.find(([, { config }]) => isOfPipeline(config) && config.topics === connector.config.topics);
  if (other === undefined) return undefined;
  return `${other[0]} reads ${connector.config.topics ?? ''}, too: each gets the events of both as dead letters; choose another spec.kafka.topics.name, with agents another spec.source.topicPrefix`;
}

/** Others, such as a sink of a search engine, may well read the same topic. */
function isOfPipeline(config: Record<string, string>): boolean {
  return namedTarget(config).endsWith('_inlet');
}
