import { readFileSync } from 'node:fs';
import { type ConnectionOptions } from 'node:tls';
import { messageOf, OperatorError } from '../errors.js';

/** How TLS is spoken with a system: PEM files on this machine. */
export interface TlsSettings {
  /** Whom certificates are checked by; the authorities of Node.js when absent. */
  caFile?: string;
  /** What is shown to servers that ask for a certificate, and its key. */
  certificateFile?: string;
  keyFile?: string;
  verifyHostname: boolean;
  minVersion: 'TLSv1.2' | 'TLSv1.3';
}

/**
 * @param field the field of the definition that has the settings
 * @throws OperatorError (invalid) for a file that cannot be read
 */
export function tlsOptions(settings: TlsSettings, field: string): ConnectionOptions {
  const { caFile, certificateFile, keyFile, verifyHostname, minVersion } = settings;
  return {
    minVersion,
    // Some clients default to taking any certificate.
    rejectUnauthorized: true,
    ...(caFile === undefined ? {} : { ca: readPem(caFile, `${field}.caFile`) }),
    ...(certificateFile === undefined ? {} : { cert: readPem(certificateFile, `${field}.certificateFile`) }),
    ...(keyFile === undefined ? {} : { key: readPem(keyFile, `${field}.keyFile`) }),
    ...(verifyHostname ? {} : { checkServerIdentity: () => undefined }),
  };
}

function readPem(path: string, field: string): string {
  try {
    const pem = readFileSync(path, 'utf8');
    if (!pem.includes('-----BEGIN '))
      throw new Error('it holds no PEM, which has lines like -----BEGIN CERTIFICATE-----');
    return pem;
  } catch (error) {
    throw new OperatorError({
      kind: 'invalid',
      resource: path,
      message: `the file of ${field} cannot be used: ${messageOf(error)}`,
      hint: `check ${field}`,
      cause: error,
    });
  }
}
