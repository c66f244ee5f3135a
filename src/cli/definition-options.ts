import { type Command } from 'commander';
import { type DefinitionOptions } from '../pipeline/load.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type VaultSessions } from '../secrets/vault-sessions.js';
import { collect } from './collect.js';
import { type CommandRun } from './context.js';

export interface DefinitionFlags {
  file?: string[];
  envFile?: string;
  set?: string[];
}

/** Adds the flags by which every command finds its pipelines. */
export function addDefinitionOptions(command: Command): Command {
  return command
    .option(
      '-f, --file <file>',
      'definition: a file, a directory, or - for stdin; repeat for overlays and more pipelines (env: CDCCTL_FILE)',
      collect,
    )
    .option('--env-file <file>', 'variables for ${env:NAME}, before those of .env')
    .option('--set <path=value>', 'replace a field of the definition; repeatable', collect);
}

/**
 * The pipelines that the flags name, references replaced. What Vault leases for it ends with the command.
 * @param section the one whose references to Vault are replaced, where a command does not need the others
 */
export async function loadFromOptions(
  run: CommandRun,
  flags: DefinitionFlags,
  stdin: NodeJS.ReadableStream,
  section?: 'cassandra',
): Promise<Pipeline[]> {
  const { VaultSessions } = await import('../secrets/vault-sessions.js');
  const sessions = new VaultSessions();
  run.atEnd(() => sessions.close());
  return loadWithSessions(await definitionOptions(run, flags, stdin), sessions, section);
}

/** The pipelines, with what they refer to in Vault read and leased by these logins. */
export async function loadWithSessions(
  options: DefinitionOptions,
  sessions: VaultSessions,
  section?: 'cassandra',
): Promise<Pipeline[]> {
  const { loadPipelines } = await import('../pipeline/load.js');
  const { readSecrets } = await import('../secrets/read-secrets.js');
  return loadPipelines(options, async (settings, uses) => {
    const needed = uses.filter(({ path }) => section === undefined || path[1] === section);
    if (needed.length === 0) return () => undefined;
    const references = needed.map(({ reference }) => reference);
    return readSecrets(await sessions.of(settings), settings, references);
  });
}

/** What the loader needs to know, the local stack's variables among it. */
export async function definitionOptions(
  run: CommandRun,
  flags: DefinitionFlags,
  stdin: NodeJS.ReadableStream,
): Promise<DefinitionOptions> {
  const { localStackEnvironment } = await import('../stack/environment.js');
  const localStack = await localStackEnvironment(run.cwd);
  return {
    files: flags.file ?? [],
    sets: flags.set ?? [],
    env: run.env,
    cwd: run.cwd,
    stdin,
    ...(flags.envFile === undefined ? {} : { envFile: flags.envFile }),
    ...(localStack === undefined ? {} : { localStack }),
  };
}
