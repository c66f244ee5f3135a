import { VaultClient } from '../clients/vault.js';
import { type StackAddresses } from './addresses.js';
import { type CredentialDirectory, readCredential } from './credentials.js';
import { vaultSetupRoleId } from './native/vault.js';

/** Runs `use` with the login by which `up` gives Vault what it serves, and which may do nothing else. */
export async function withVaultSetup(
  address: StackAddresses['vault'],
  paths: CredentialDirectory,
  use: (vault: VaultClient) => Promise<void>,
): Promise<void> {
  const vault = await VaultClient.login({
    ...address,
    auth: {
      method: 'appRole',
      mount: 'approle',
      roleId: vaultSetupRoleId,
      secretId: readCredential(paths, 'vault-setup-secret-id'),
    },
  });
  try {
    await use(vault);
  } finally {
    await vault.close();
  }
}
