import { Command, InvalidArgumentError, Option } from 'commander';
import { type PortChoices } from '../stack/ports.js';
import { type PortName, portNames, type ServiceName, startOrder } from '../stack/services.js';
import { type Runtime, runtimes } from '../stack/state.js';
import { type StackStatus } from '../stack/status.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { renderServices } from './ps.js';
import { directoryOption } from './stack-directory.js';

interface UpOptions {
  dir?: string;
  runtime?: Runtime;
  port: PortChoices;
  tls?: boolean;
  observability?: boolean;
  restart: ServiceName[];
  supervise: boolean;
}

export function upCommand(context: CliContext): Command {
  const command = new Command('up')
    .description('start the local stack: Cassandra, Kafka, Connect, a schema registry, PostgreSQL and Vault')
    .addOption(directoryOption())
    .addOption(
      new Option('--runtime <runtime>', 'processes of this machine, or containers')
        .choices(runtimes)
        .default(undefined, 'kept; for a new stack native where the machine can, else compose'),
    )
    .addOption(
      new Option('--port <name=port>', `port of a service (${portNames.join(', ')}); repeatable`)
        .argParser(parsePort)
        .default({}, 'kept, or chosen when the stack is new'),
    )
    .option(
      '--tls',
      'TLS 1.3 and logins everywhere, with certificates from the Vault of the stack; kept until --no-tls',
    )
    .option('--no-tls', 'neither TLS nor logins')
    .option(
      '--observability',
      'also Prometheus, Alertmanager, Jaeger, metrics of all JVMs and `metrics serve`; kept until --no-observability',
    )
    .option('--no-observability', 'without them')
    .addOption(
      new Option('--restart <service>', 'a service to stop first (repeatable)')
        .argParser(parseRestart)
        .default([], 'none'),
    )
    .addOption(
      new Option(
        '--supervise',
        'then stay, and start again what ends, with pauses of up to a minute; until interrupted or `down`',
      ).default(false),
    );
  return attach<UpOptions, StackStatus>(command, context, {
    run: async (run, options) => {
      const started = await startAndFurnish(run, options);
      return { data: options.supervise ? await supervise(run, started) : started };
    },
    render: (data) => `${renderServices(data)}\n\naddresses and credentials: eval "$(cdcctl env)"`,
  });
}

/** Starts the stack of the working directory and gives it what its example pipeline needs. */
export async function startAndFurnish(run: CommandRun, options: Partial<UpOptions>): Promise<StackStatus> {
  const { findStackDirectory, stackPaths } = await import('../stack/directory.js');
  const { startStack } = await import('../stack/start.js');
  const { furnishStack } = await import('../stack/furnish.js');
  const { localStackEnvironment } = await import('../stack/environment.js');
  const directory = findStackDirectory({ cwd: run.cwd, directory: options.dir }) ?? options.dir ?? run.cwd;
  const status = await startStack({
    directory,
    ...(options.runtime === undefined ? {} : { runtime: options.runtime }),
    ports: options.port ?? {},
    ...(options.tls === undefined ? {} : { tls: options.tls }),
    ...(options.observability === undefined ? {} : { observability: options.observability }),
    restart: options.restart ?? [],
    env: run.env,
    onProgress: run.progress,
    signal: run.signal,
  });
  // The init container has done it.
  if (status.runtime === 'compose') return status;
  const hasVault = status.services.some(({ name, state }) => name === 'vault' && state === 'running');
  await furnishStack((await localStackEnvironment(directory)) ?? {}, hasVault ? stackPaths(directory) : undefined);
  run.progress({ step: 'example tables warehouse.users and warehouse.orders', status: 'done' });
  return status;
}

/** Containers are restarted by their engine. */
async function supervise(run: CommandRun, { directory, ...started }: StackStatus): Promise<StackStatus> {
  const { superviseStack } = await import('../stack/supervise.js');
  const { describeStack } = await import('../stack/describe.js');
  run.progress({ step: 'local stack', status: 'note', detail: 'watching what runs; Ctrl-C leaves it running' });
  await superviseStack({ directory, env: run.env, onProgress: run.progress, signal: run.signal });
  return (await describeStack(directory, run.env)) ?? { directory, ...started };
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

function parseRestart(name: string, before: ServiceName[]): ServiceName[] {
  if (!startOrder.includes(name as ServiceName)) {
    throw new InvalidArgumentError(`a service is one of: ${startOrder.join(', ')}`);
  }
  return [...before, name as ServiceName];
}
