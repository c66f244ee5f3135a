import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../atomic-file.js';
import { type StackPaths } from './directory.js';

/**
 * `postgresql-password`: of the database's owner. `vault-seal-key`: with which the Vault server unseals itself.
 * `vault-secret-id`: with which cdcctl logs in there. `vault-setup-secret-id`: with which `up` gives it what it serves.
 * `vault-postgresql-password`: of the role by which it makes logins. With TLS, `cassandra-password` and `kafka-password`:
 * of the user cdcctl there; `store-password`: of the key store and the trust store.
 */
const credentialNames = [
  'postgresql-password',
  'vault-seal-key',
  'vault-secret-id',
  'vault-setup-secret-id',
  'vault-postgresql-password',
  'cassandra-password',
  'kafka-password',
  'store-password',
] as const;
export type CredentialName = (typeof credentialNames)[number];

/** Where the credentials are. */
export type CredentialDirectory = Pick<StackPaths, 'config'>;

export function credentialFile(paths: CredentialDirectory, name: CredentialName): string {
  return join(paths.config, name);
}

/** A credential of the stack; empty when it has none yet. */
export function readCredential(paths: CredentialDirectory, name: CredentialName): string {
  const file = credentialFile(paths, name);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
}

/** Makes the credentials that the stack does not have yet, in files that only its owner can read. */
export function ensureCredentials(paths: StackPaths): void {
  for (const name of credentialNames) {
    if (readCredential(paths, name) !== '') continue;
    writeAtomically({ file: credentialFile(paths, name), content: newCredential(name), mode: 0o600 });
  }
}

/** The seal wants a key of 256 bits in hexadecimal digits. */
function newCredential(name: CredentialName): string {
  return name === 'vault-seal-key' ? randomBytes(32).toString('hex') : randomBytes(18).toString('base64url');
}
