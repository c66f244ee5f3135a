import { type CommandRun } from './context.js';

/** Variables as definitions have them: of the environment, of `.env` or this file, of the local stack; empty is none. */
export async function operatorVariables(
  run: CommandRun,
  envFile: string | undefined,
): Promise<(name: string) => string | undefined> {
  const { referenceSources } = await import('../pipeline/environment.js');
  const { localStackEnvironment } = await import('../stack/environment.js');
  const { invalidDefinition } = await import('../pipeline/problems.js');
  const localStack = await localStackEnvironment(run.cwd);
  const { sources, problems } = referenceSources({
    env: run.env,
    cwd: run.cwd,
    ...(envFile === undefined ? {} : { envFile }),
    ...(localStack === undefined ? {} : { localStack }),
  });
  if (problems.length > 0) throw invalidDefinition(problems);
  return (name) => sources.variable(name) || undefined;
}
