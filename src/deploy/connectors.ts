import { type ConnectClient } from '../clients/connect.js';
import { readPluginProperties } from '../connectors/properties.js';
import { type Connector } from '../render/rendered.js';
import { type Change, type ChangeReport } from './change.js';
import { settingDifferences } from './connector-settings.js';
import { hasFailed } from './health.js';
import { type LiveConnectors } from './live-connectors.js';
import { neighbourRisk } from './neighbours.js';
import { riskOf } from './risks.js';

export interface ConnectorsOptions {
  connect: (url: string) => ConnectClient;
  live: LiveConnectors;
  connectors: Connector[];
  /** Those that go before. */
  removed: Pick<Connector, 'name'>[];
  /** Kinds that run with secrets which have changed. */
  outdated: Connector['kind'][];
}

/**
 * Configurations that differ are replaced; of a connector that is right, failed instances are restarted, and all of one
 * that runs with secrets which have changed.
 */
export function planConnectors({ connect, live, connectors, removed, outdated }: ConnectorsOptions): Change[] {
  const known = readPluginProperties();
  const own = new Set([...connectors, ...removed].map(({ name }) => name));
  return connectors.flatMap((connector): Change[] => {
    const { name, kind, url, config } = connector;
    const client = connect(url);
    const report = (action: Change['action']): ChangeReport => ({
      system: 'connect',
      object: `connector ${name}`,
      action,
    });
    const put = () => client.put(name, config);
    const found = live.get(url)?.get(name);
    if (found === undefined) {
      const detail = `${kind} in ${url}, ${Object.keys(config).length} settings`;
      return [{ ...report('create'), detail, ...risky(neighbourRisk(connector, live, own)), apply: put }];
    }
    const { settings, secrets } = settingDifferences(connector, found.config, known);
    if (settings.length > 0) {
      return [{ ...report('update'), settings, ...risky(riskOf(kind, settings)), secrets, apply: put }];
    }
    if (outdated.includes(kind)) {
      const detail = 'its secrets have changed';
      return [{ ...report('restart'), detail, apply: () => client.restart(name) }];
    }
    if (found.status === undefined || !hasFailed(found.status)) return [];
    return [{ ...report('restart'), detail: 'it has failed', apply: () => client.restartFailed(name) }];
  });
}

function risky(risk: string | undefined): Pick<ChangeReport, 'risk'> {
  return risk === undefined ? {} : { risk };
}
