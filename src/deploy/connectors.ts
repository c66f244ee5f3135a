import { type ConnectClient } from '../clients/connect.js';
import { type Connector } from '../render/rendered.js';
import { type Change } from './change.js';

/**
 * Configurations that differ are replaced; of a connector that is right, failed instances are restarted, and all of one
 * that runs with secrets which have changed.
 */
export async function planConnectors(
  connect: (url: string) => ConnectClient,
  connectors: Connector[],
  outdated: Connector['kind'][],
): Promise<Change[]> {
  const plans = await Promise.all(
    connectors.map(async (connector): Promise<Change[]> => {
      const client = connect(connector.url);
      const live = await client.config(connector.name);
      if (live === undefined) return [putConnector(client, connector, 'create')];
      const differing = differingKeys(connector, live);
      if (differing.length > 0) return [putConnector(client, connector, 'update', differing)];
      if (outdated.includes(connector.kind)) return [restart(client, connector)];
      const status = await client.status(connector.name);
      const failed =
        status?.connector.state === 'FAILED' || status?.tasks.some(({ state }) => state === 'FAILED') === true;
      return failed ? [restartFailed(client, connector)] : [];
    }),
  );
  return plans.flat();
}

function putConnector(
  client: ConnectClient,
  connector: Connector,
  action: 'create' | 'update',
  differing: string[] = [],
): Change {
  return {
    system: 'connect',
    object: `connector ${connector.name}`,
    action,
    ...(differing.length === 0 ? {} : { detail: `changes ${differing.join(', ')}` }),
    apply: () => client.put(connector.name, connector.config),
  };
}

function restart(client: ConnectClient, connector: Connector): Change {
  return {
    system: 'connect',
    object: `connector ${connector.name}`,
    action: 'restart',
    detail: 'its secrets have changed',
    apply: () => client.restart(connector.name),
  };
}

function restartFailed(client: ConnectClient, connector: Connector): Change {
  return {
    system: 'connect',
    object: `connector ${connector.name}`,
    action: 'restart',
    detail: 'it has failed',
    apply: () => client.restartFailed(connector.name),
  };
}

/** Connect adds the name to what it stores. Values are not shown: they may be secrets. */
function differingKeys(connector: Connector, live: Record<string, string>): string[] {
  const desired: Record<string, string> = { ...connector.config, name: connector.name };
  const keys = new Set([...Object.keys(desired), ...Object.keys(live)]);
  return [...keys].filter((key) => desired[key] !== live[key]).sort();
}
