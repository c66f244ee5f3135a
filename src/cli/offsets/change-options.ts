import { type Command, Option } from 'commander';
import { parseDurationMs } from '../duration.js';

/** Adds the flags of what stops connectors to change their offsets. */
export function addChangeOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--timeout <duration>', 'bound of each wait for a connector')
        .argParser(parseDurationMs)
        .default(60_000, '60s'),
    )
    .option('-y, --yes', 'do not ask', false);
}
