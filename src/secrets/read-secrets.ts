import { HttpError } from '../clients/http.js';
import { type VaultAnswer, type VaultClient } from '../clients/vault.js';
import { OperatorError } from '../errors.js';
import { type VaultSettings } from '../pipeline/pipeline.js';
import { type SecretReference } from '../pipeline/references.js';

/** Where Vault has what a reference stands for. */
export function secretPath(reference: SecretReference, { databaseMount }: VaultSettings): string {
  return reference.kind === 'vault' ? reference.path : `${databaseMount}/creds/${reference.role}`;
}

/**
 * Reads what references stand for, each path once: the user name and the password of a login belong together.
 * @throws OperatorError unauthorised where a path or a key is missing or may not be read, unreachable
 */
export async function readSecrets(
  vault: VaultClient,
  settings: VaultSettings,
  references: SecretReference[],
): Promise<(reference: SecretReference) => string | undefined> {
  const paths = new Map<string, VaultAnswer | HttpError>();
  for (const reference of references) {
    const path = secretPath(reference, settings);
    if (!paths.has(path)) paths.set(path, await readUnlessMissing(vault, path));
  }
  return (reference) => {
    const path = secretPath(reference, settings);
    const found = paths.get(path);
    return found === undefined ? undefined : valueOf(found, reference, `${settings.address}/v1/${path}`);
  };
}

/** A path or a role that is not there is an answer: the reference may have a default. */
function readUnlessMissing(vault: VaultClient, path: string): Promise<VaultAnswer | HttpError> {
  return vault.read(path).catch((error: unknown) => {
    if (error instanceof HttpError && (error.status === 400 || error.status === 404)) return error;
    throw error;
  });
}

function valueOf(found: VaultAnswer | HttpError, reference: SecretReference, resource: string): string {
  if (found instanceof HttpError) {
    if (reference.fallback !== undefined) return reference.fallback;
    throw found;
  }
  const values = keysOf(found);
  const value = Object.hasOwn(values, reference.key) ? values[reference.key] : undefined;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value === undefined && reference.fallback !== undefined) return reference.fallback;
  throw new OperatorError({
    kind: 'unauthorised',
    resource,
    message: value === undefined ? `there is no key ${reference.key}` : `the key ${reference.key} holds no text`,
    hint: `it has the keys ${Object.keys(values).join(', ') || '(none)'}`,
  });
}

/** A KV engine of version 2 wraps what it holds, and tells its version beside. */
function keysOf({ data }: VaultAnswer): Record<string, unknown> {
  const isWrapped = typeof data.data === 'object' && data.data !== null && 'metadata' in data;
  return isWrapped ? (data.data as Record<string, unknown>) : data;
}
