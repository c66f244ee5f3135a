import { createHash } from 'node:crypto';
import { HttpError } from '../../clients/http.js';
import { type VaultClient } from '../../clients/vault.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { loginRole } from '../../render/secrets.js';
import { secretPath } from '../../secrets/read-secrets.js';
import { readSecretFile, secretFiles } from './files.js';
import { vaultOf } from './logins.js';

/** Changes when one of the values that a pipeline takes from Vault as they are does. Tells nothing of them. */
export async function valuesDigest(pipeline: Pipeline, vault: VaultClient): Promise<string> {
  const digest = createHash('sha256');
  const references = (pipeline.secrets.references ?? []).map(({ reference }) => reference);
  const paths = references.filter(({ kind }) => kind === 'vault').map((one) => secretPath(one, vaultOf(pipeline)));
  for (const path of new Set(paths)) digest.update(JSON.stringify([path, await valueAt(vault, path)]));
  return digest.digest('hex');
}

/** A reference may have a default for a path that is not there. */
async function valueAt(vault: VaultClient, path: string): Promise<unknown> {
  try {
    return (await vault.read(path)).data;
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return null;
    throw error;
  }
}

/** Whether connectors were given other values than the pipeline has; logins that Vault makes change by themselves. */
export async function valuesAreOutdated(pipeline: Pipeline): Promise<boolean> {
  for (const file of secretFiles(pipeline, pipeline.postgresql)) {
    if (file.readers === 'sink' && loginRole(pipeline) !== undefined) continue;
    const delivered = await readSecretFile(file.path);
    if (delivered !== undefined && delivered !== file.content) return true;
  }
  return false;
}
