import { Command } from 'commander';
import { type CliContext } from '../context.js';
import { countCommand } from './count.js';
import { discardCommand } from './discard.js';
import { exportCommand } from './export.js';
import { listCommand } from './list.js';
import { showCommand } from './show.js';

export function dlqCommand(context: CliContext): Command {
  const command = new Command('dlq').description(
    'dead letters: records that could not be applied, from the topic and from PostgreSQL',
  );
  for (const create of [listCommand, showCommand, countCommand, exportCommand, discardCommand]) {
    command.addCommand(create(context));
  }
  return command;
}
