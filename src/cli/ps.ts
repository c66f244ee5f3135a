import { Command } from 'commander';
import { exitCodes } from '../errors.js';
import { table } from '../output/table.js';
import { type StackStatus } from '../stack/status.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { directoryOption } from './stack-directory.js';

type PsReport = StackStatus | { directory: null; services: []; healthy: true };

export function psCommand(context: CliContext): Command {
  const command = new Command('ps').description('list the services of the local stack').addOption(directoryOption());
  return attach<{ dir?: string }, PsReport>(command, context, {
    run: async (run, options) => {
      const { findStackDirectory } = await import('../stack/directory.js');
      const { describeStack } = await import('../stack/describe.js');
      const directory = findStackDirectory({ cwd: run.cwd, directory: options.dir });
      const status = directory === undefined ? undefined : await describeStack(directory, run.env);
      const data = status ?? { directory: null, services: [] as [], healthy: true as const };
      return { data, exitCode: data.healthy ? exitCodes.ok : exitCodes.finding };
    },
    exitCodes: { finding: 'a service that should run does not' },
    render: (data) => (data.directory === null ? 'no local stack here; start one: cdcctl up' : renderServices(data)),
  });
}

export function renderServices(status: StackStatus): string {
  return table(
    ['service', 'version', 'state', 'pid', 'address', 'memory', 'problem'],
    status.services.map((service) => [
      service.name,
      service.version,
      service.state,
      service.pid ?? '-',
      service.address,
      service.memoryBytes === null ? '-' : `${Math.round(service.memoryBytes / 1024 / 1024)} MiB`,
      service.problem ?? '',
    ]),
  );
}
