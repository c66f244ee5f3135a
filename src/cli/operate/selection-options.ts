import { type Command, Option } from 'commander';
import { type ConnectorSelection } from '../../deploy/operate/connectors.js';
import { collect } from '../collect.js';
import { addDefinitionOptions, type DefinitionFlags } from '../definition-options.js';

export interface SelectionFlags extends DefinitionFlags {
  table: string[];
  node: string[];
  connector: string[];
}

/** Adds the flags that name connectors. */
export function addSelectionOptions(command: Command): Command {
  const repeatable = (flag: string, what: string) =>
    new Option(flag, `${what} (repeatable)`).argParser(collect).default([], 'none');
  return addDefinitionOptions(command)
    .addOption(repeatable('--table <name>', 'the sink of this table'))
    .addOption(repeatable('--node <id>', 'the source of this node'))
    .addOption(repeatable('--connector <name>', 'the connector of this name'));
}

export function selectionOf({ table, node, connector }: SelectionFlags): ConnectorSelection {
  return { tables: table, nodes: node, connectors: connector };
}
