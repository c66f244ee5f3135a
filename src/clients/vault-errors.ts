import { codeOf, messageOf, OperatorError } from '../errors.js';
import { HttpError } from './http.js';
import { tlsFailure } from './tls-failure.js';

/** What was asked of Vault; its failures name the path and never a value. */
export interface VaultRequest {
  address: { url: string };
  path: string;
  action: 'login' | 'read' | 'write';
}

/** Of an answer that is not a success; undefined where there was no answer. */
export function statusOf(error: unknown): number | undefined {
  return answerOf(error)?.statusCode;
}

/** Whether the same request may succeed in a moment: no answer, a busy or failing server, a standby that is behind. */
export function isPassing(error: unknown): boolean {
  const status = statusOf(error);
  if (status === undefined) return codeOf(error) !== undefined;
  return [412, 429, 500, 502, 503, 504].includes(status) && !isSealed(error);
}

/** The cause is left out: it holds the request, and with that the token. */
export function vaultFailure(error: unknown, request: VaultRequest): unknown {
  const status = statusOf(error);
  const resource = `${request.address.url}/v1/${request.path}`;
  if (status === undefined) {
    const failure = tlsFailure(error, {
      system: 'Vault',
      resource: request.address.url,
      field: 'spec.secrets.vault.tls',
    });
    if (failure !== undefined) return failure;
    // Without a code it is no failure of the connection.
    if (codeOf(error) === undefined) return error;
    return new OperatorError({
      kind: 'unreachable',
      resource: request.address.url,
      message: `cannot reach Vault: ${messageOf(error)} (${codeOf(error)})`,
      hint: 'check spec.secrets.vault.address; `cdcctl ps` shows the local stack',
    });
  }
  if (isSealed(error)) {
    return new HttpError(status, { kind: 'unreachable', resource, message: 'Vault is sealed', hint: 'unseal it' });
  }
  const complaint = complaintOf(error);
  const said = `Vault answered ${status}: ${complaint}`;
  if (status >= 500 || status === 429) return new HttpError(status, { kind: 'unreachable', resource, message: said });
  if (request.action === 'login') {
    const message = `Vault refused the login: ${complaint}`;
    return new HttpError(status, { kind: 'unauthorised', resource, message, hint: 'check spec.secrets.vault.auth' });
  }
  if (status === 403) {
    const message = `Vault refuses to ${request.action} this: ${complaint}`;
    const hint = 'the policies of the login must allow it: docs/security.md has those that cdcctl needs';
    return new HttpError(status, { kind: 'unauthorised', resource, message, hint });
  }
  if (status === 404) {
    const message = 'there is nothing at this path of Vault';
    const hint = 'check the path; in a KV engine of version 2 it has data/ after the mount: secret/data/cdc/postgresql';
    return new HttpError(status, { kind: 'unauthorised', resource, message, hint });
  }
  return new HttpError(status, { kind: 'unauthorised', resource, message: said });
}

export function tokenExpired({ address, path }: VaultRequest): OperatorError {
  return new OperatorError({
    kind: 'unauthorised',
    resource: `${address.url}/v1/${path}`,
    message: 'the token of Vault is not valid, or not any more',
    hint: 'renew it and give the new one: spec.secrets.vault.auth',
  });
}

/** It heads one complaint with a line that counts it. */
function complaintOf(error: unknown): string {
  return messageOf(error)
    .replace(/^\d+ errors? occurred:\s*\* /, '')
    .trim();
}

function isSealed(error: unknown): boolean {
  return statusOf(error) === 503 && /sealed/i.test(messageOf(error));
}

function answerOf(error: unknown): { statusCode: number } | undefined {
  if (typeof error !== 'object' || error === null || !('response' in error)) return undefined;
  return error.response as { statusCode: number };
}
