import { type VaultAddress, type VaultAuth, VaultClient } from '../clients/vault.js';
import { type VaultSettings } from '../pipeline/pipeline.js';

/** The logins to Vault of one command: one for each place that its pipelines name, until the command ends. */
export class VaultSessions {
  private readonly open = new Map<string, Promise<VaultClient>>();

  /** Logs in unless that is done. */
  of(settings: VaultSettings): Promise<VaultClient> {
    const key = JSON.stringify(settings);
    const session = this.open.get(key) ?? VaultClient.login(vaultAddress(settings));
    this.open.set(key, session);
    return session;
  }

  /** The time until the first lease of these logins ends; infinite where there is none. */
  async shortestLeaseSeconds(): Promise<number> {
    const sessions = await Promise.all(this.open.values());
    return Math.min(Infinity, ...sessions.map((session) => session.shortestLeaseSeconds));
  }

  /** Ends the logins and with them whatever was leased for the command alone. */
  async close(): Promise<void> {
    const sessions = await Promise.allSettled(this.open.values());
    this.open.clear();
    const closings = sessions.flatMap((session) => (session.status === 'fulfilled' ? [session.value.close()] : []));
    await Promise.all(closings);
  }
}

export function vaultAddress({ address, namespace, tls, auth }: VaultSettings): VaultAddress {
  return {
    url: address,
    ...(namespace === undefined ? {} : { namespace }),
    ...(tls === undefined ? {} : { tls }),
    auth: methodOf(auth),
  };
}

function methodOf({ appRole, kubernetes, token = '' }: VaultSettings['auth']): VaultAuth {
  if (appRole !== undefined) return { method: 'appRole', ...appRole };
  if (kubernetes !== undefined) return { method: 'kubernetes', ...kubernetes };
  return { method: 'token', token };
}
