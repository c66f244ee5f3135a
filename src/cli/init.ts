import { Command, Option } from 'commander';
import { type NewDefinition } from '../init/init.js';
import { collect } from './collect.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { askCassandra, type InitFlags } from './init-questions.js';
import { requireFree, writeDefinition } from './new-file.js';

interface InitData extends NewDefinition {
  /** Where the definition was written; null for stdout. */
  file: string | null;
}

/** Writes a definition for a keyspace that is there. */
export function initCommand(context: CliContext): Command {
  const command = new Command('init')
    .description('write a definition for a keyspace that is there; asks on a terminal for what no flag says')
    .argument('[file]', 'file to write, or - for stdout (default: cdcctl.yaml)', 'cdcctl.yaml')
    .option('--contact-point <host:port>', 'node to ask; repeatable (env: CASSANDRA_CONTACT_POINTS)', collect)
    .option('--keyspace <name>', 'keyspace to replicate')
    .addOption(new Option('--table <name>', 'only this table (repeatable)').argParser(collect).default([], 'all'))
    .option('--name <name>', 'name of the pipeline; from that of the keyspace without it')
    .addOption(
      new Option('--registry <provider>', 'which schema registry it is')
        .choices(['apicurio', 'confluent'])
        .default('apicurio'),
    )
    .option('--tls-ca <file>', 'the systems speak TLS, with certificates of this authority (env: CDC_TLS_CA_FILE)')
    .option(
      '--tls-certificate <file>',
      'certificate and key, where they ask for one; with --tls-ca (env: CDC_TLS_FILE)',
    )
    .option('--env-file <file>', 'variables such as CASSANDRA_USER and CASSANDRA_PASSWORD, before those of .env')
    .option('--force', 'replace the file', false);
  return attach<InitFlags, InitData>(command, context, {
    run: async (run, flags, [file = 'cdcctl.yaml']) => {
      requireFree(run, file, flags);
      const definition = await askCassandra(context, run, flags);
      return { data: { ...definition, file: await writeDefinition(run, file, definition.text) } };
    },
    render: ({ file, text, tables }) => (file === null ? text.trimEnd() : summary(file, tables)),
  });
}

function summary(file: string, tables: NewDefinition['tables']): string {
  const lines = tables.flatMap(({ name, excluded, notes, refused }) => {
    if (refused.length > 0) return [`${name}: left out`, ...refused.map((why) => `  ${why}`)];
    return [
      name,
      ...excluded.map(({ column, why }) => `  without ${column} ${why}`),
      ...notes.map((note) => `  ${note}`),
    ];
  });
  return [...lines, '', `wrote ${file}; next: cdcctl validate -f ${file}, cdcctl deploy -f ${file} --dry-run`].join(
    '\n',
  );
}
