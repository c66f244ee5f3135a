import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import nodeVault from 'node-vault';
import { messageOf, OperatorError } from '../errors.js';
import { traced } from '../traced.js';
import { HttpError, httpsAgent } from './http.js';
import { type TlsSettings } from './tls.js';
import { isPassing, statusOf, tokenExpired, vaultFailure, type VaultRequest } from './vault-errors.js';

export interface VaultAddress {
  /** `http://127.0.0.1:8200`. */
  url: string;
  namespace?: string;
  tls?: TlsSettings;
  auth: VaultAuth;
}

export type VaultAuth =
  | { method: 'appRole'; mount: string; roleId: string; secretId?: string; secretIdFile?: string }
  | { method: 'kubernetes'; mount: string; role: string; tokenFile: string }
  | { method: 'token'; token: string };

/** What Vault answers to a read. */
export interface VaultAnswer {
  data: Record<string, unknown>;
  leaseId: string;
  leaseSeconds: number;
}

const timeoutMs = 10_000;
/** Pauses before a request that failed in passing is made again. */
const retryDelaysMs = [200, 600, 1500];

/** A login to Vault, or to a server with its API. Ends with `close`. */
export class VaultClient {
  /** Of what was leased with this login, the time until the first ends. */
  shortestLeaseSeconds = Infinity;
  private readonly leases: string[] = [];

  private constructor(
    readonly address: VaultAddress,
    private readonly api: nodeVault.client,
    /** By which others may renew and revoke the token of this login; undefined for a token that was given. */
    readonly accessor: string | undefined,
  ) {}

  /** @throws OperatorError unreachable (also while sealed), or unauthorised where the login is refused */
  static async login(address: VaultAddress): Promise<VaultClient> {
    const api = nodeVault({
      endpoint: address.url,
      // Its own debug output has tokens and secrets.
      debug: () => undefined,
      requestOptions: {
        timeout: timeoutMs,
        httpsAgent: httpsAgent(address.tls, 'spec.secrets.vault.tls'),
      },
    });
    // Not those of the environment, which it takes by default.
    api.token = '';
    Object.assign(api, { namespace: address.namespace ?? '', pathPrefix: '' });
    const { auth } = address;
    if (auth.method === 'token') {
      api.token = auth.token;
      return new VaultClient(address, api, undefined);
    }
    const path = `auth/${auth.mount}/login`;
    const answer = await call<{ auth: { client_token: string; accessor: string } }>(
      { address, path, action: 'login' },
      () => api.write(path, loginData(auth)),
    );
    api.token = answer.auth.client_token;
    return new VaultClient(address, api, answer.auth.accessor);
  }

  /** @throws OperatorError unauthorised where the path is not there or may not be read */
  async read(path: string): Promise<VaultAnswer> {
    const answer = await this.request<Partial<Answer> | undefined>(path, 'read', () => this.api.read(path));
    const leaseId = answer?.lease_id ?? '';
    const leaseSeconds = answer?.lease_duration ?? 0;
    if (leaseId !== '') {
      this.leases.push(leaseId);
      this.shortestLeaseSeconds = Math.min(this.shortestLeaseSeconds, leaseSeconds);
    }
    return { data: answer?.data ?? {}, leaseId, leaseSeconds };
  }

  /** Returns what Vault answers, if anything. */
  async write(path: string, data: Record<string, unknown>): Promise<Record<string, unknown>> {
    const answer = await this.request<Partial<Answer> | undefined>(path, 'write', () => this.api.write(path, data));
    return answer?.data ?? {};
  }

  /** Seconds that a lease has left; undefined when it is not there any more. */
  async leaseSecondsLeft(leaseId: string): Promise<number | undefined> {
    const answer = await this.ofLease<{ data: { ttl: number } }>('sys/leases/lookup', { lease_id: leaseId });
    return answer?.data.ttl;
  }

  /** Seconds that it then has left, which the lease's own bounds may cut; undefined when it is not there any more. */
  async renewLease(leaseId: string): Promise<number | undefined> {
    const answer = await this.ofLease<{ lease_duration: number }>('sys/leases/renew', { lease_id: leaseId });
    return answer?.lease_duration;
  }

  /** Returns when what was leased is gone; a lease that is not there any more is no error. */
  async revokeLease(leaseId: string): Promise<void> {
    await this.ofLease('sys/leases/revoke', { lease_id: leaseId, sync: true });
  }

  /** Prolongs the token of another login, with which its leases would end; false when it is not there any more. */
  async renewToken(accessor: string): Promise<boolean> {
    const answer = await unlessGone(this.write('auth/token/renew-accessor', { accessor }).then(() => true));
    return answer ?? false;
  }

  async revokeToken(accessor: string): Promise<void> {
    await unlessGone(this.write('auth/token/revoke-accessor', { accessor }));
  }

  /** Ends all that was leased with this login, and its token unless that was given. */
  async close(): Promise<void> {
    if (this.accessor === undefined) {
      for (const lease of this.leases.splice(0)) await this.revokeLease(lease);
      return;
    }
    await this.request('auth/token/revoke-self', 'write', () => this.api.write('auth/token/revoke-self', {}));
  }

  private ofLease<T>(path: string, data: { lease_id: string; sync?: boolean }): Promise<T | undefined> {
    return unlessGone(this.request<T>(path, 'write', () => this.api.write(path, data)));
  }

  private async request<T>(path: string, action: VaultRequest['action'], send: () => Promise<unknown>): Promise<T> {
    const request = { address: this.address, path, action };
    try {
      return await call<T>(request, send);
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 403 || (await this.tokenIsValid())) throw error;
      throw tokenExpired(request);
    }
  }

  /** Vault says "permission denied" to a token that is not valid any more, too. */
  private tokenIsValid(): Promise<boolean> {
    return this.api.read('auth/token/lookup-self').then(
      () => true,
      (error: unknown) => statusOf(error) !== 403,
    );
  }
}

interface Answer {
  data: Record<string, unknown>;
  lease_id: string;
  lease_duration: number;
}

function loginData(auth: Exclude<VaultAuth, { method: 'token' }>): Record<string, string> {
  return auth.method === 'appRole'
    ? {
        role_id: auth.roleId,
        secret_id: auth.secretId ?? readFile(auth.secretIdFile ?? '', 'spec.secrets.vault.auth.appRole.secretIdFile'),
      }
    : { role: auth.role, jwt: readFile(auth.tokenFile, 'spec.secrets.vault.auth.kubernetes.tokenFile') };
}

function readFile(path: string, field: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    throw new OperatorError({
      kind: 'unauthorised',
      resource: path,
      message: `the file cannot be read: ${messageOf(error)}`,
      hint: `check ${field}`,
    });
  }
}

/** Makes a request until it is answered, or fails for good. */
function call<T>(request: VaultRequest, send: () => Promise<unknown>): Promise<T> {
  const attributes = { 'url.full': `${request.address.url}/v1/${request.path}` };
  return traced({ name: `${request.action} Vault`, kind: 'client', attributes }, () =>
    callUntilAnswered(request, send),
  );
}

async function callUntilAnswered<T>(request: VaultRequest, send: () => Promise<unknown>): Promise<T> {
  for (const delayMs of retryDelaysMs) {
    try {
      return (await send()) as T;
    } catch (error) {
      if (!isPassing(error)) throw vaultFailure(error, request);
      await sleep(delayMs);
    }
  }
  return send().then(
    (answer) => answer as T,
    (error: unknown) => {
      throw vaultFailure(error, request);
    },
  );
}

/** Vault answers 400 to what names a lease or an accessor that it does not know, and older versions 403 and 404. */
async function unlessGone<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof HttpError && (error.status === 400 || error.status === 404)) return undefined;
    throw error;
  }
}
