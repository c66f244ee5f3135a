import { Command } from 'commander';
import { type StopReport } from '../stack/stop.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { directoryOption } from './stack-directory.js';

interface DownOptions {
  dir?: string;
  volumes?: boolean;
}

export function downCommand(context: CliContext): Command {
  const command = new Command('down')
    .description('stop the local stack; its data stays unless --volumes is given')
    .addOption(directoryOption())
    .option('--volumes', 'remove the data as well, and everything else that up made');
  return attach<DownOptions, StopReport>(command, context, {
    run: async (run, options) => {
      const { findStackDirectory } = await import('../stack/directory.js');
      const { stopStack } = await import('../stack/stop.js');
      const directory = findStackDirectory({ cwd: run.cwd, directory: options.dir }) ?? options.dir ?? run.cwd;
      const data = await stopStack({
        directory,
        volumes: options.volumes ?? false,
        env: run.env,
        onProgress: run.progress,
        signal: run.signal,
      });
      return { data };
    },
    render: renderReport,
  });
}

function renderReport({ stopped, removedData }: StopReport): string {
  const ending = stopped.length === 0 ? 'nothing was running' : `stopped ${stopped.join(', ')}`;
  return removedData ? `${ending}; removed the data` : ending;
}
