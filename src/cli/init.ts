import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { Command, Option } from 'commander';
import { OperatorError } from '../errors.js';
import { type NewDefinition } from '../init/init.js';
import { collect } from './collect.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { askCassandra, type InitFlags } from './init-questions.js';
import { writeFiles } from './write-files.js';

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
      await requireValid(run, definition.text);
      if (file === '-') return { data: { ...definition, file: null } };
      const path = resolve(run.cwd, file);
      await writeFiles(dirname(path), [{ path: basename(path), content: definition.text }]);
      return { data: { ...definition, file } };
    },
    render: ({ file, text, tables }) => (file === null ? text.trimEnd() : summary(file, tables)),
  });
}

function requireFree(run: CommandRun, file: string, { force }: InitFlags): void {
  if (file === '-' || force || !existsSync(resolve(run.cwd, file))) return;
  throw new OperatorError({
    kind: 'invalid',
    resource: file,
    message: 'the file is there already',
    hint: 'name another file, or replace it with --force',
  });
}

/** What is written must pass `validate`; what does not is a name that no pipeline can have. */
async function requireValid(run: CommandRun, text: string): Promise<void> {
  const { checkDefinitions } = await import('../pipeline/load.js');
  await checkDefinitions({ files: ['-'], sets: [], env: {}, cwd: run.cwd, stdin: Readable.from([text]) });
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
