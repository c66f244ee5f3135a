import { Command } from 'commander';
import { type CliContext } from '../context.js';
import { getCommand } from './get.js';
import { resetCommand } from './reset.js';
import { setCommand } from './set.js';

export function offsetsCommand(context: CliContext): Command {
  const command = new Command('offsets').description('see and change how far connectors have read');
  for (const create of [getCommand, setCommand, resetCommand]) command.addCommand(create(context));
  return command;
}
