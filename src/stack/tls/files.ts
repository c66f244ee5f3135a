import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type StackPaths } from '../directory.js';
import { type ServiceName, systemNames } from '../services.js';

/** Who has a certificate: what a pipeline needs, and cdcctl with the clients of its stack. */
export const identities = [...systemNames, 'cdcctl'] as const;
export type Identity = ServiceName | 'cdcctl';

/** The certificate of the authority that signs all others. */
export function caFile(paths: StackPaths): string {
  return join(paths.tls, 'ca.pem');
}

/** Private key, certificate and authority of an identity (PEM), for what takes them from one file or from several. */
export function identityFile(paths: StackPaths, identity: Identity): string {
  return join(paths.tls, `${identity}.pem`);
}

/** For Java code that reads no PEM (PKCS12): what the Connect worker trusts. */
export function truststoreFile(paths: StackPaths): string {
  return join(paths.tls, 'truststore.p12');
}

/** What the Connect worker shows to its clients and to Cassandra. */
export function keystoreFile(paths: StackPaths): string {
  return join(paths.tls, 'connect.p12');
}

/** Changes when the certificate of a service does, which it reads only when it starts. */
export function fingerprintOf(paths: StackPaths, service: ServiceName): string {
  const content = [caFile(paths), identityFile(paths, service)].map((file) => readFileSync(file, 'utf8')).join('');
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
