import { type Command } from 'commander';
import { type DefinitionOptions } from '../pipeline/load.js';
import { type Pipeline } from '../pipeline/pipeline.js';
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

/** The pipelines that the flags name, references replaced. */
export async function loadFromOptions(
  run: CommandRun,
  flags: DefinitionFlags,
  stdin: NodeJS.ReadableStream,
): Promise<Pipeline[]> {
  const { loadPipelines } = await import('../pipeline/load.js');
  return loadPipelines(await definitionOptions(run, flags, stdin));
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
