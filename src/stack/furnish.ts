import { readFile } from 'node:fs/promises';
import { type CassandraAddress, withCassandra } from '../clients/cassandra.js';
import { RegistryClient } from '../clients/registry.js';
import { stackAddresses } from './addresses.js';
import { type CredentialDirectory } from './credentials.js';
import { furnishVault } from './furnish-vault.js';

/**
 * Gives a stack that runs what its first pipeline needs: a strict registry, tables and secrets of the packaged example.
 * Twice changes nothing.
 * @param credentials undefined for a stack without Vault
 */
export async function furnishStack(
  environment: Record<string, string | undefined>,
  credentials: CredentialDirectory | undefined,
): Promise<void> {
  const addresses = stackAddresses(environment);
  // A subject without a rule of its own has the registry's, and Apicurio's default is none.
  await new RegistryClient(addresses.registry).setGlobalCompatibility('FULL');
  await createExampleTables(addresses.cassandra);
  if (credentials !== undefined) await furnishVault(addresses, credentials);
}

async function createExampleTables(address: CassandraAddress): Promise<void> {
  const script = await readFile(new URL('../../templates/pipelines/warehouse.cql', import.meta.url), 'utf8');
  await withCassandra(address, async (client) => {
    for (const statement of cqlStatements(script)) await client.execute(statement);
  });
}

/** The statements of a script without strings or comments that contain semicolons. */
function cqlStatements(script: string): string[] {
  return script
    .replace(/^\s*--.*$/gm, '')
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
}
