import { readFile } from 'node:fs/promises';
import { withCassandra } from '../clients/cassandra.js';
import { RegistryClient } from '../clients/registry.js';
import { stackPaths } from './directory.js';
import { type StackStatus } from './status.js';
import { furnishVault } from './furnish-vault.js';

/** Gives a stack that runs what its first pipeline needs: a strict registry, tables and secrets of the packaged example. */
export async function furnishStack(environment: Record<string, string>, status: StackStatus): Promise<void> {
  // A subject without a rule of its own has the registry's, and Apicurio's default is none.
  await new RegistryClient(environment.SCHEMA_REGISTRY_URL ?? '').setGlobalCompatibility('FULL');
  await createExampleTables(environment);
  const hasVault = status.services.some(({ name, state }) => name === 'vault' && state === 'running');
  if (hasVault) await furnishVault(environment, stackPaths(status.directory));
}

async function createExampleTables(environment: Record<string, string>): Promise<void> {
  const script = await readFile(new URL('../../templates/pipelines/warehouse.cql', import.meta.url), 'utf8');
  const address = {
    contactPoints: (environment.CASSANDRA_CONTACT_POINTS ?? '').split(','),
    localDataCenter: environment.CASSANDRA_LOCAL_DC ?? '',
  };
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
