import { VaultClient } from '../../clients/vault.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { vaultAddress } from '../../secrets/vault-sessions.js';
import { type Change } from '../change.js';
import { type LiveSystems } from '../live-systems.js';
import { endLogin, readLogins } from './logins.js';

/** Ends the logins that were made for the sinks, for when they are gone. */
export async function loginDeletions({ postgres }: LiveSystems, pipeline: Pipeline): Promise<Change[]> {
  const settings = pipeline.secrets.vault;
  if (settings === undefined) return [];
  return (await readLogins(postgres, pipeline)).map((login) => ({
    system: 'secrets',
    object: `login ${login.username}`,
    action: 'delete',
    apply: async () => {
      const vault = await VaultClient.login(vaultAddress(settings));
      await endLogin(postgres, pipeline, { vault, login }).finally(() => vault.close());
    },
  }));
}
