import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { messageOf } from '../errors.js';
import { type ServiceLogEntry } from '../stack/log-entries.js';
import { type ServiceName, serviceNames } from '../stack/services.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { parseDurationMs } from './duration.js';
import { parseCount } from './numbers.js';
import { directoryOption, noStack } from './stack-directory.js';

interface LogsOptions {
  dir?: string;
  follow?: boolean;
  tail?: number;
  since?: (now: Date) => Date;
  grep?: RegExp;
}

const usualTail = 100;

export function logsCommand(context: CliContext): Command {
  const command = new Command('logs')
    .description('show what the services of the local stack have logged, each Java trace as one entry')
    .addArgument(new Argument('[service]', 'one service; all without it').choices(serviceNames))
    .addOption(directoryOption())
    .option('-f, --follow', 'go on with what is logged until interrupted')
    .addOption(
      new Option('--tail <entries>', `of each log to begin with (default: ${usualTail}; all with --since)`).argParser(
        parseCount,
      ),
    )
    .addOption(
      new Option('--since <time>', 'from then on: a duration before now (10m), or an ISO 8601 time').argParser(
        parseSince,
      ),
    )
    .addOption(
      new Option('--grep <regexp>', 'only entries in which it is found; a trace is searched as a whole').argParser(
        parseRegExp,
      ),
    );
  return attach<LogsOptions, ServiceLogEntry[]>(command, context, {
    run: async (run, options, [service]) => {
      const { findStackDirectory } = await import('../stack/directory.js');
      const { readLogs } = await import('../stack/logs.js');
      const directory = findStackDirectory({ cwd: run.cwd, directory: options.dir });
      if (directory === undefined) throw noStack(options.dir ?? run.cwd);
      const wanted = service === undefined ? [...serviceNames] : [service as ServiceName];
      const { follow = false, grep } = options;
      const since = options.since?.(run.now());
      const tail = options.tail ?? (since === undefined ? usualTail : Infinity);
      const { signal } = run;
      const collected: ServiceLogEntry[] = [];
      for await (const entry of readLogs({
        ...{ directory, services: wanted, tail, since, grep, follow, signal },
        env: run.env,
      })) {
        if (options.output === 'table') run.output.write(renderEntry(entry, wanted.length > 1));
        else if (follow) run.output.write(JSON.stringify(entry));
        else collected.push(entry);
      }
      return { data: collected };
    },
    render: () => '',
  });
}

function renderEntry({ service, text }: ServiceLogEntry, withName: boolean): string {
  if (!withName) return `${text}\n`;
  return text
    .split('\n')
    .map((line) => `${service.padEnd(12)} | ${line}`)
    .join('\n');
}

function parseSince(text: string): (now: Date) => Date {
  if (/^\d{4}-\d\d-\d\d/.test(text)) {
    const time = new Date(text);
    if (!Number.isNaN(time.getTime())) return () => time;
  }
  const beforeMs = parseDurationMs(text);
  return (now) => new Date(now.getTime() - beforeMs);
}

function parseRegExp(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch (error) {
    throw new InvalidArgumentError(`${messageOf(error)}.`);
  }
}
