import { Argument, Command, Option } from 'commander';
import { type LogLine } from '../stack/logs.js';
import { type ServiceName, serviceNames } from '../stack/services.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { parseCount } from './numbers.js';
import { directoryOption, noStack } from './stack-directory.js';

interface LogsOptions {
  dir?: string;
  follow?: boolean;
  tail: number;
}

export function logsCommand(context: CliContext): Command {
  const command = new Command('logs')
    .description('show what the services of the local stack have logged')
    .addArgument(new Argument('[service]', 'one service; all without it').choices(serviceNames))
    .addOption(directoryOption())
    .option('-f, --follow', 'go on with what is logged until interrupted')
    .addOption(new Option('--tail <lines>', 'lines of each log to begin with').argParser(parseCount).default(100));
  return attach<LogsOptions, LogLine[]>(command, context, {
    run: async (run, options, [service]) => {
      const { findStackDirectory } = await import('../stack/directory.js');
      const { readLogs } = await import('../stack/logs.js');
      const directory = findStackDirectory({ cwd: run.cwd, directory: options.dir });
      if (directory === undefined) throw noStack(options.dir ?? run.cwd);
      const wanted = service === undefined ? [...serviceNames] : [service as ServiceName];
      const follow = options.follow ?? false;
      const lines = readLogs({ directory, services: wanted, tail: options.tail, follow, signal: run.signal });
      const collected: LogLine[] = [];
      for await (const line of lines) {
        if (options.output === 'table') run.output.write(renderLine(line, wanted.length > 1));
        else if (follow) run.output.write(JSON.stringify(line));
        else collected.push(line);
      }
      return { data: collected };
    },
    render: () => '',
  });
}

function renderLine({ service, text }: LogLine, withName: boolean): string {
  return withName ? `${service.padEnd(10)} | ${text}` : `${text}\n`;
}
