import { type Client } from 'pg';
import { relationExists } from '../../clients/postgres.js';
import { VaultClient } from '../../clients/vault.js';
import { OperatorError } from '../../errors.js';
import { type Pipeline, type VaultSettings } from '../../pipeline/pipeline.js';
import { type SinkLogin } from '../../render/secrets.js';
import { vaultAddress } from '../../secrets/vault-sessions.js';
import { bookkeepingSchema, quoteSql } from '../../tables/names.js';

/** A login that Vault made for the sinks, as far as it is recorded: the lease names it, and is of no use without a token. */
export interface LoginRecord {
  leaseId: string;
  /** By which the token is renewed that the lease ends with; null where it is not ours. */
  tokenAccessor: string | null;
  role: string;
  username: string;
  issuedAt: Date;
  /** As it was leased. */
  leaseSeconds: number;
}

export interface IssuedLogin extends SinkLogin {
  record: LoginRecord;
}

/** Has Vault make a login whose lease does not end with the command: that is why it has a token of its own. */
export async function issueLogin(pipeline: Pipeline, role: string): Promise<IssuedLogin> {
  const settings = vaultOf(pipeline);
  const vault = await VaultClient.login(vaultAddress(settings));
  const path = `${settings.databaseMount}/creds/${role}`;
  const { data, leaseId, leaseSeconds } = await vault.read(path).catch(async (error: unknown) => {
    await vault.close().catch(() => undefined);
    throw error;
  });
  const username = String(data.username);
  const record = {
    leaseId,
    tokenAccessor: vault.accessor ?? null,
    role,
    username,
    issuedAt: new Date(),
    leaseSeconds,
  };
  return { username, password: String(data.password), record };
}

export function vaultOf({ secrets, name }: Pipeline): VaultSettings {
  if (secrets.vault !== undefined) return secrets.vault;
  throw new OperatorError({ kind: 'invalid', resource: name, message: 'the pipeline has no spec.secrets.vault' });
}

/** The one that the sinks have, and those that a rotation has not ended yet; none before the first deploy. */
export async function readLogins(client: Client, pipeline: Pipeline): Promise<LoginRecord[]> {
  if (!(await relationExists(client, tableOf(pipeline)))) return [];
  const { rows } = await client.query<LoginRecord>(
    `SELECT lease_id AS "leaseId", token_accessor AS "tokenAccessor", role, username,
       issued_at AS "issuedAt", lease_seconds AS "leaseSeconds"
     FROM ${tableOf(pipeline)} ORDER BY issued_at DESC`,
  );
  return rows;
}

export async function recordLogin(client: Client, pipeline: Pipeline, record: LoginRecord): Promise<void> {
  await client.query(
    `INSERT INTO ${tableOf(pipeline)} (lease_id, token_accessor, role, username, issued_at, lease_seconds)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [record.leaseId, record.tokenAccessor, record.role, record.username, record.issuedAt, record.leaseSeconds],
  );
}

/** Has Vault drop the login, and forgets it. */
export async function endLogin(client: Client, pipeline: Pipeline, end: { vault: VaultClient; login: LoginRecord }) {
  const { vault, login } = end;
  await vault.revokeLease(login.leaseId);
  if (login.tokenAccessor !== null) await vault.revokeToken(login.tokenAccessor);
  await client.query(`DELETE FROM ${tableOf(pipeline)} WHERE lease_id = $1`, [login.leaseId]);
}

function tableOf(pipeline: Pipeline): string {
  return `${quoteSql(bookkeepingSchema(pipeline))}.sink_logins`;
}
