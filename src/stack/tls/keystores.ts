import { execFile } from 'node:child_process';
import { renameSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type StackPaths } from '../directory.js';
import { caFile, keystoreFile, truststoreFile } from './files.js';

export interface KeystoreRequest {
  paths: StackPaths;
  javaHome: string;
  /** Of both stores. */
  password: string;
  /** A certificate request (PEM) → the certificate and its authority's. */
  sign: (csr: string) => Promise<string>;
}

/** Makes the stores with the keytool that comes with Java: no key ever lies in a file without a password. */
export async function makeKeystores({ paths, javaHome, password, sign }: KeystoreRequest): Promise<void> {
  const partial = { keystore: `${keystoreFile(paths)}.partial`, truststore: `${truststoreFile(paths)}.partial` };
  for (const file of Object.values(partial)) await rm(file, { force: true });
  const keytool = async (command: string, store: string, args: string[]): Promise<string> => {
    const common = ['-keystore', store, '-storetype', 'PKCS12', '-storepass:env', 'STORE_PASSWORD', '-noprompt'];
    const { stdout } = await promisify(execFile)(join(javaHome, 'bin', 'keytool'), [command, ...common, ...args], {
      env: { STORE_PASSWORD: password },
      cwd: paths.tls,
      timeout: 60_000,
    });
    return stdout;
  };
  const alias = ['-alias', 'connect'];
  const key = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-dname', 'CN=connect', '-validity', '1'];
  await keytool('-genkeypair', partial.keystore, [...alias, ...key]);
  const chainFile = join(paths.tls, 'connect.chain');
  await writeFile(chainFile, await sign(await keytool('-certreq', partial.keystore, alias)), { mode: 0o600 });
  await keytool('-importcert', partial.keystore, [...alias, '-file', chainFile]);
  await rm(chainFile);
  await keytool('-importcert', partial.truststore, ['-alias', 'ca', '-file', caFile(paths)]);
  renameSync(partial.truststore, truststoreFile(paths));
  renameSync(partial.keystore, keystoreFile(paths));
}
