import { Command } from 'commander';
import { renderExports } from '../stack/exports.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { directoryOption, noStack } from './stack-directory.js';

export function envCommand(context: CliContext): Command {
  const command = new Command('env')
    .description('print addresses and credentials of the local stack as shell exports: eval "$(cdcctl env)"')
    .addOption(directoryOption());
  return attach<{ dir?: string }, Record<string, string>>(command, context, {
    run: async (run, options) => {
      const { findStackEnvironment } = await import('../stack/environment.js');
      const data = await findStackEnvironment({ cwd: run.cwd, directory: options.dir });
      if (data === undefined) throw noStack(options.dir ?? run.cwd);
      return { data };
    },
    render: renderExports,
  });
}
