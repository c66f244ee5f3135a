import { Command } from 'commander';
import { resolve } from 'node:path';
import { attach } from './command.js';
import { type CliContext } from './context.js';

export function furnishCommand(context: CliContext): Command {
  const command = new Command('furnish')
    .description(
      'give a stack what its example pipeline needs, as `up` does: tables, logins in Vault, a strict registry',
    )
    .requiredOption('--credentials <dir>', 'files with the credentials of the stack, as the Compose stack mounts them');
  return attach<{ credentials: string }, { furnished: true }>(command, context, {
    run: async (run, options) => {
      const { readCredential } = await import('../stack/credentials.js');
      const { furnishStack } = await import('../stack/furnish.js');
      const credentials = { config: resolve(run.cwd, options.credentials) };
      const password = readCredential(credentials, 'postgresql-password');
      await furnishStack({ ...run.env, POSTGRES_PASSWORD: password }, credentials);
      return { data: { furnished: true } };
    },
    render: () => 'the stack has the tables warehouse.users and warehouse.orders, and Vault their logins',
  });
}
