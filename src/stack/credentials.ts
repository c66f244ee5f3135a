import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../atomic-file.js';
import { type StackPaths } from './directory.js';

function passwordFile(paths: StackPaths): string {
  return join(paths.config, 'postgresql-password');
}

/** The password of PostgreSQL; empty when the stack has none yet. */
export function readPostgresqlPassword(paths: StackPaths): string {
  return existsSync(passwordFile(paths)) ? readFileSync(passwordFile(paths), 'utf8').trim() : '';
}

/** Made once for each stack, and kept in files that only its owner can read. */
export function ensurePostgresqlPassword(paths: StackPaths): string {
  const known = readPostgresqlPassword(paths);
  if (known !== '') return known;
  const password = randomBytes(18).toString('base64url');
  writeAtomically({ file: passwordFile(paths), content: `${password}\n`, mode: 0o600 });
  return password;
}
