import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** `spec` of the packaged overlay that takes all secrets from Vault. */
export function vaultOverlay(): string {
  const file = join(import.meta.dirname, '../../templates/pipelines/warehouse-vault.yaml');
  return readFileSync(file, 'utf8').replace(/^[^]*^spec:\n/m, '');
}
