import { type Check, fail, ok, warn } from '../check.js';
import { type ConnectClient } from '../clients/connect.js';
import { documentedVersions, provenVersions } from '../connectors/properties.js';
import { type Connector } from '../render/rendered.js';
import { attempt } from './attempt.js';

/** Whether a Connect cluster has what its connectors are made of, and what it says of their configurations. */
export async function checkConnect(client: ConnectClient, connectors: Connector[]): Promise<Check[]> {
  const plugins = await client.plugins();
  const classes = [...new Set(connectors.map(({ config }) => config['connector.class'] ?? ''))];
  const checks = classes.map((name) => checkPlugin(name, plugins, client.url));
  const missing = classes.filter((name) => plugins.every((plugin) => plugin.class !== name));
  for (const connector of connectors) {
    if (missing.includes(connector.config['connector.class'] ?? '')) continue;
    const name = `configuration of ${connector.name}`;
    checks.push(...(await attempt(name, async () => [await checkConfiguration(client, connector, name)])));
  }
  return checks;
}

function checkPlugin(name: string, plugins: { class: string; version: string }[], url: string): Check {
  const found = plugins.find((plugin) => plugin.class === name);
  const check = `plugin ${name.split('.').at(-1)} on ${url}`;
  const proven = provenVersions().get(name);
  const documented = documentedVersions().get(name);
  if (found === undefined) {
    const version = proven ?? documented;
    return fail(check, 'the worker does not have it', `install it, version ${version}, and restart the worker`);
  }
  if (documented !== undefined) {
    return warn(
      check,
      `version ${found.version}`,
      `cdcctl knows it by the documentation of ${documented}, and has not run it`,
    );
  }
  if (found.version === proven) return ok(check, found.version);
  return warn(check, `version ${found.version}`, `cdcctl is proven with ${proven}`);
}

/** The worker loads converters and transforms for this; secrets, which may not be delivered yet, are left out. */
async function checkConfiguration(client: ConnectClient, { name, config }: Connector, check: string): Promise<Check> {
  const values = Object.entries(config).map(([key, value]) => [key, value.includes('${') ? 'secret' : value]);
  const problems = await client.validate({ ...(Object.fromEntries(values) as Record<string, string>), name });
  if (problems.length === 0) return ok(check, 'accepted, with its converters and transforms');
  return fail(
    check,
    problems.map(({ setting, message }) => `${setting}: ${message}`).join('; '),
    'install what is missing on the worker',
  );
}
