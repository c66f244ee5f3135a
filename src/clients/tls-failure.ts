import { codeOf, messageOf, OperatorError } from '../errors.js';

export interface TlsConnection {
  /** As it stands in errors: "Kafka Connect". */
  system: string;
  /** Address that was connected to. */
  resource: string;
  /** The field of the definition that has the settings of TLS: `spec.connect.tls`. */
  field: string;
}

interface Explanation {
  kind: 'unauthorised' | 'unreachable';
  message: string;
  hint: (field: string) => string;
}

const untrusted: Explanation = {
  kind: 'unauthorised',
  message: 'its certificate is of no authority that is trusted',
  hint: (field) => `check ${field}.caFile: it must hold the certificate of the authority that signed the server's`,
};
const noCommonVersion: Explanation = {
  kind: 'unreachable',
  message: 'it does not speak the version of TLS that is asked for',
  hint: (field) => `let it speak TLS 1.3, or set ${field}.minVersion: TLSv1.2`,
};
const notTls: Explanation = {
  kind: 'unreachable',
  message: 'what answers there does not speak TLS',
  hint: (field) => `check the port, or remove ${field} and https from the address`,
};
const certificateWanted: Explanation = {
  kind: 'unauthorised',
  message: 'it does not take the certificate of cdcctl, or wants one',
  hint: (field) => `check ${field}.certificateFile and ${field}.keyFile`,
};

/** By the codes of Node.js and OpenSSL: https://nodejs.org/docs/latest-v20.x/api/tls.html#x509-certificate-error-codes */
const explanations: Record<string, Explanation> = {
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_SIGNATURE_FAILURE: untrusted,
  CERT_UNTRUSTED: untrusted,
  CERT_HAS_EXPIRED: {
    kind: 'unauthorised',
    message: 'its certificate has expired',
    hint: () => 'renew the certificate of the server; check the clock of this machine',
  },
  CERT_NOT_YET_VALID: {
    kind: 'unauthorised',
    message: 'its certificate is not valid yet',
    hint: () => 'check the clocks of the server and of this machine',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: {
    kind: 'unauthorised',
    message: 'its certificate is for another name than the one that is connected to',
    hint: (field) => `connect by a name of the certificate, or set ${field}.verifyHostname: false`,
  },
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: noCommonVersion,
  ERR_SSL_UNSUPPORTED_PROTOCOL: noCommonVersion,
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: noCommonVersion,
  ERR_SSL_WRONG_VERSION_NUMBER: notTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: certificateWanted,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: certificateWanted,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: certificateWanted,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN: certificateWanted,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: certificateWanted,
};

/** What a connection failed for, where TLS is the reason; drivers wrap that differently. */
export function tlsFailure(error: unknown, { system, resource, field }: TlsConnection): OperatorError | undefined {
  for (const cause of causesOf(error)) {
    const explanation = explanations[tlsCodeOf(cause)];
    if (explanation === undefined) continue;
    return new OperatorError({
      kind: explanation.kind,
      message: `TLS with ${system} failed: ${explanation.message} (${messageOf(cause).split('\n', 1)[0]})`,
      resource,
      hint: explanation.hint(field),
      cause: error,
    });
  }
  return undefined;
}

/** A connection that fails while something is written to it has OpenSSL's reason in its message alone. */
function tlsCodeOf(error: unknown): string {
  const code = codeOf(error) ?? '';
  const reason = code === 'EPROTO' ? /:SSL routines:[^:]*:([^:]+):/.exec(messageOf(error))?.[1] : undefined;
  return reason === undefined ? code : `ERR_SSL_${reason.toUpperCase().replaceAll(' ', '_')}`;
}

/** An error and all that it wraps, by whichever name. */
function causesOf(error: unknown, depth = 0): unknown[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { cause, errors, innerErrors, originalError } = error as Record<string, unknown>;
  const inner = [cause, originalError, ...valuesOf(errors), ...valuesOf(innerErrors)];
  return [error, ...inner.flatMap((one) => causesOf(one, depth + 1))];
}

function valuesOf(errors: unknown): unknown[] {
  return typeof errors === 'object' && errors !== null ? Object.values(errors) : [];
}
