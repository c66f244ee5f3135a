import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { writeAtomically } from '../../atomic-file.js';
import { type VaultClient } from '../../clients/vault.js';
import { type StackPaths } from '../directory.js';
import { caFile, identities, type Identity, identityFile, keystoreFile, truststoreFile } from './files.js';
import { makeKeystores } from './keystores.js';

/** A certificate that ends within this time is replaced by the next `up`. */
const renewBeforeMs = 30 * 24 * 60 * 60 * 1000;

/** Whether every file of TLS is there, and no certificate ends soon. */
export function certificatesAreGood(paths: StackPaths, nowMs: number): boolean {
  const pem = [caFile(paths), ...identities.map((identity) => identityFile(paths, identity))];
  if (![...pem, truststoreFile(paths), keystoreFile(paths)].every((file) => existsSync(file))) return false;
  return pem.every((file) => Date.parse(new X509Certificate(readFileSync(file)).validTo) - nowMs > renewBeforeMs);
}

/** Has Vault make a key and a certificate for every identity. The authority's key never leaves Vault. */
export async function issueCertificates(
  vault: VaultClient,
  { paths, javaHome, password }: { paths: StackPaths; javaHome: string; password: string },
): Promise<void> {
  await mkdir(paths.tls, { recursive: true, mode: 0o700 });
  for (const identity of identities) {
    const issued = await vault.write('pki/issue/stack', { ...subject(identity), private_key_format: 'pkcs8' });
    const { private_key: key, certificate, issuing_ca: ca } = issued as Record<string, string>;
    writeAtomically({ file: caFile(paths), content: `${ca}\n`, mode: 0o600 });
    const content = `${key}\n${certificate}\n${ca}\n`;
    writeAtomically({ file: identityFile(paths, identity), content, mode: 0o600 });
  }
  await makeKeystores({
    paths,
    javaHome,
    password,
    sign: async (csr) => {
      const { certificate, issuing_ca: ca } = await vault.write('pki/sign/stack', { ...subject('connect'), csr });
      return `${String(certificate)}\n${String(ca)}\n`;
    },
  });
}

function subject(identity: Identity): Record<string, string> {
  return { common_name: identity, alt_names: 'localhost', ip_sans: '127.0.0.1' };
}
