import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { OperatorError } from '../../errors.js';

/** A user that a service runs as. */
export interface Account {
  name: string;
  userId: number;
  groupId: number;
}

/**
 * Who runs PostgreSQL, which refuses root: `postgres` where the machine has it, else `nobody`. Undefined for ordinary
 * users, who run everything themselves.
 */
export async function postgresqlAccount(userId: number): Promise<Account | undefined> {
  if (userId !== 0) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = lines.find((fields) => fields[0] === wanted) ?? [];
    if (name !== undefined) return { name, userId: Number(uid), groupId: Number(gid) };
  }
  throw new OperatorError({
    kind: 'invalid',
    message: 'PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody',
    hint: 'run cdcctl as an ordinary user, or: useradd --system postgres',
  });
}

/** Whether the account may pass through every directory on the way to `directory`. */
export async function canReach(account: Account, directory: string): Promise<boolean> {
  for (let step = directory; ; step = dirname(step)) {
    const found = await stat(step);
    const bit = found.uid === account.userId ? 0o100 : found.gid === account.groupId ? 0o010 : 0o001;
    if ((found.mode & bit) === 0) return false;
    if (step === dirname(step)) return true;
  }
}
