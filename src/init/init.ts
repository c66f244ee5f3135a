import { type Client } from 'cassandra-driver';
import { OperatorError } from '../errors.js';
import { type DefinitionChoices, definitionText } from './definition-text.js';
import { readKeyspace } from './read-keyspace.js';
import { suggestTable, type SuggestedTable } from './suggest-table.js';

export interface InitOptions extends DefinitionChoices {
  keyspace: string;
  /** The tables to replicate; all of the keyspace when there are none. */
  tables: string[];
}

/** A definition that was made from a live keyspace. */
export interface NewDefinition {
  keyspace: string;
  tables: SuggestedTable[];
  text: string;
}

/**
 * Makes a definition from what is in Cassandra.
 * @throws OperatorError (invalid) for names that are not there, and where no table can be replicated
 */
export async function newDefinition(client: Client, options: InitOptions): Promise<NewDefinition> {
  const { keyspace } = options;
  const live = await readKeyspace(client, keyspace, options.tables);
  const unreadable = live.unreadable.map(({ name, why }) => ({ name, excluded: [], notes: [], refused: [why] }));
  const tables = [...live.tables.map(suggestTable), ...unreadable];
  if (tables.every(({ refused }) => refused.length > 0)) {
    const reasons = tables.map(({ name, refused }) => `  - ${name}: ${refused.join('; ')}`);
    throw new OperatorError({
      kind: 'invalid',
      resource: keyspace,
      message: `no table of the keyspace can be replicated:\n${reasons.join('\n')}`,
      hint: 'name another keyspace',
    });
  }
  return { keyspace, tables, text: definitionText(live, tables, options) };
}
