import { type Client } from 'pg';
import { type VaultClient } from '../../clients/vault.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { currentLogin, dueReason } from './check.js';

export interface Renewal {
  username: string;
  secondsLeft: number;
  due: string | null;
}

/** Prolongs the sinks' login as far as Vault lets it, and the token with which it would end; undefined where there is none. */
export async function renewLogin(
  pipeline: Pipeline,
  { vault, postgres }: { vault: VaultClient; postgres: Client },
): Promise<Renewal | undefined> {
  const login = await currentLogin(postgres, pipeline);
  if (login === undefined) return undefined;
  if (login.tokenAccessor !== null) await vault.renewToken(login.tokenAccessor);
  const secondsLeft = await vault.renewLease(login.leaseId);
  return { username: login.username, secondsLeft: secondsLeft ?? 0, due: dueReason(login, secondsLeft) };
}
