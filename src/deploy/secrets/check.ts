import { type Client } from 'pg';
import { HttpError } from '../../clients/http.js';
import { type VaultClient } from '../../clients/vault.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { type SecretReference } from '../../pipeline/references.js';
import { loginIn, secretFilePath } from '../../render/secrets.js';
import { secretPath } from '../../secrets/read-secrets.js';
import { readSecretFile, secretFiles } from './files.js';
import { type LoginRecord, readLogins, vaultOf } from './logins.js';

export interface SecretCheck {
  field: string;
  /** `secret/data/cdc/postgresql#password`, `database/creds/writer#password`. */
  secret: string;
  /** Of a key-value secret. */
  version?: number;
  /** Since it was written, or the login made. */
  ageSeconds?: number;
  /** Of the sinks' login. */
  username?: string;
  secondsLeft?: number;
  /** Why it is time to rotate; null where it is not. */
  due: string | null;
}

export interface CheckOptions {
  pipeline: Pipeline;
  vault: VaultClient;
  postgres: Client;
  /** Key-value secrets are due at this age. */
  maxAgeMs?: number;
  now: Date;
}

/** How old each secret of a pipeline is, what its lease has left, and whether the connectors have it. Changes nothing. */
export async function checkSecrets(options: CheckOptions): Promise<SecretCheck[]> {
  const { pipeline } = options;
  const checks: SecretCheck[] = [];
  for (const { field, reference } of pipeline.secrets.references ?? []) {
    const secret = `${secretPath(reference, vaultOf(pipeline))}#${reference.key}`;
    const found = reference.kind === 'vault' ? await checkValue(options, field, reference) : await checkLogin(options);
    checks.push({ field, secret, ...found });
  }
  return checks;
}

type Finding = Omit<SecretCheck, 'field' | 'secret'>;

async function checkValue(options: CheckOptions, field: string, reference: SecretReference): Promise<Finding> {
  const { pipeline, vault, maxAgeMs, now } = options;
  const found = await vault.read(secretPath(reference, vaultOf(pipeline))).catch((error: unknown) => {
    if (reference.fallback === undefined || !(error instanceof HttpError) || error.status !== 404) throw error;
    return undefined;
  });
  const data = found?.data ?? {};
  const { created_time: created, version } = (data.metadata ?? {}) as { created_time?: string; version?: number };
  const ageMs = created === undefined ? undefined : now.getTime() - Date.parse(created);
  const isOld = maxAgeMs !== undefined && ageMs !== undefined && ageMs >= maxAgeMs;
  const isOutdated = await differsFromDelivered(pipeline, field);
  return {
    ...(version === undefined ? {} : { version }),
    ...(ageMs === undefined ? {} : { ageSeconds: Math.round(ageMs / 1000) }),
    due: isOutdated ? 'the connectors do not have this value yet' : isOld ? 'it is older than --max-age' : null,
  };
}

/** Whether the file with a field's value holds another one. */
async function differsFromDelivered(pipeline: Pipeline, field: string): Promise<boolean> {
  const readers = field.startsWith('spec.postgresql.') ? 'sink' : 'source';
  const file = secretFiles(pipeline, pipeline.postgresql).find((one) => one.readers === readers);
  return file !== undefined && (await readSecretFile(file.path)) !== file.content;
}

async function checkLogin({ pipeline, vault, postgres, now }: CheckOptions): Promise<Finding> {
  const login = await currentLogin(postgres, pipeline);
  if (login === undefined) return { due: 'the connectors have no login yet' };
  const secondsLeft = await vault.leaseSecondsLeft(login.leaseId);
  return {
    username: login.username,
    ageSeconds: Math.round((now.getTime() - login.issuedAt.getTime()) / 1000),
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
    due: dueReason(login, secondsLeft),
  };
}

/** The login in the sinks' file; undefined before the first deploy. */
export async function currentLogin(postgres: Client, pipeline: Pipeline): Promise<LoginRecord | undefined> {
  const file = await readSecretFile(secretFilePath(pipeline));
  if (file === undefined) return undefined;
  const { username } = loginIn(file);
  return (await readLogins(postgres, pipeline)).find((login) => login.username === username);
}

/** A rotation needs time, and may have to be tried again: it begins with a 24th of the lease left, after 23 of 24 hours. */
export function dueReason({ leaseSeconds }: LoginRecord, secondsLeft: number | undefined): string | null {
  if (secondsLeft === undefined) return 'its lease has ended';
  const marginSeconds = Math.min(Math.max(leaseSeconds / 24, 120), leaseSeconds / 2);
  return secondsLeft <= marginSeconds ? `its lease ends in ${secondsLeft} s` : null;
}
