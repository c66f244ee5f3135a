import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackOfTests } from './stack.js';

/** `spec` of the packaged overlay that takes all secrets from Vault. */
export function vaultOverlay(): string {
  const file = join(import.meta.dirname, '../../templates/pipelines/warehouse-vault.yaml');
  const spec = readFileSync(file, 'utf8').replace(/^[^]*^spec:\n/m, '');
  const { tls } = stackOfTests().vault;
  return tls === undefined ? spec : spec.replace(/^( *)vault:\n/m, `$&$1  tls: { caFile: ${tls.caFile} }\n`);
}
