import { readFileSync } from 'node:fs';
import { type VaultAddress } from '../../src/clients/vault.js';
import { stackOfTests } from './stack.js';

/** The Vault of the stack, with the login that `cdcctl env` exports. */
export function vaultOfStack(): VaultAddress {
  const { VAULT_ROLE_ID, VAULT_SECRET_ID_FILE } = process.env;
  return {
    ...stackOfTests().vault,
    auth: {
      method: 'appRole',
      mount: 'approle',
      roleId: VAULT_ROLE_ID!,
      secretId: readFileSync(VAULT_SECRET_ID_FILE!, 'utf8').trim(),
    },
  };
}
