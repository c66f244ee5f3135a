import { Command, InvalidArgumentError, Option } from 'commander';
import { type PortChoices } from '../stack/ports.js';
import { type PortName, portNames } from '../stack/services.js';
import { type StackStatus } from '../stack/status.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { renderServices } from './ps.js';
import { directoryOption } from './stack-directory.js';

interface UpOptions {
  dir?: string;
  port: PortChoices;
}

export function upCommand(context: CliContext): Command {
  const command = new Command('up')
    .description('start the local stack: Cassandra, Kafka, Connect, a schema registry and PostgreSQL')
    .addOption(directoryOption())
    .addOption(
      new Option('--port <name=port>', `port of a service (${portNames.join(', ')}); repeatable`)
        .argParser(parsePort)
        .default({}, 'kept, or chosen when the stack is new'),
    );
  return attach<UpOptions, StackStatus>(command, context, {
    run: async (run, options) => {
      const { findStackDirectory } = await import('../stack/directory.js');
      const { startStack } = await import('../stack/start.js');
      const search = { cwd: run.cwd, directory: options.dir };
      const directory = findStackDirectory(search) ?? options.dir ?? run.cwd;
      const data = await startStack({
        directory,
        ports: options.port,
        env: run.env,
        onProgress: run.progress,
        signal: run.signal,
      });
      await furnish(run, directory);
      return { data };
    },
    render: (data) => `${renderServices(data)}\n\naddresses and credentials: eval "$(cdcctl env)"`,
  });
}

async function furnish(run: CommandRun, directory: string): Promise<void> {
  const { furnishStack } = await import('../stack/furnish.js');
  const { localStackEnvironment } = await import('../stack/environment.js');
  await furnishStack((await localStackEnvironment(directory)) ?? {});
  run.progress({ step: 'example tables warehouse.users and warehouse.orders', status: 'done' });
}

function parsePort(text: string, before: PortChoices): PortChoices {
  const [, name, number] = /^([a-z-]+)=(\d+)$/.exec(text) ?? [];
  if (!portNames.includes(name as PortName)) {
    throw new InvalidArgumentError(`write it as name=port, with a name of: ${portNames.join(', ')}`);
  }
  const port = Number(number);
  if (port < 1 || port > 65_535) throw new InvalidArgumentError('ports are 1 to 65535');
  return { ...before, [name as PortName]: port };
}
