import { Command } from 'commander';
import { type CliContext } from '../context.js';
import { attachVerb, type VerbFlags } from './verb.js';

export function pauseCommand(context: CliContext): Command {
  const command = new Command('pause').description('pause connectors: their tasks stay and do nothing');
  return attachVerb(command, context, () => 'pause');
}

export function resumeCommand(context: CliContext): Command {
  const command = new Command('resume').description('let paused or stopped connectors go on where they were');
  return attachVerb(command, context, () => 'resume');
}

export function stopCommand(context: CliContext): Command {
  const command = new Command('stop').description('end the tasks of connectors; their offsets are kept');
  return attachVerb(command, context, () => 'stop');
}

export function restartCommand(context: CliContext): Command {
  const command = new Command('restart')
    .description('restart connectors and their tasks')
    .option('--failed', 'only what has failed', false);
  return attachVerb<VerbFlags & { failed: boolean }>(command, context, ({ failed }) =>
    failed ? 'restart failed' : 'restart',
  );
}
