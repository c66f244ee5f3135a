import { Argument, Command } from 'commander';
import { resolve } from 'node:path';
import { type FetchedProgram, type FetchReport, programNames } from '../stack/fetch-programs.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';

export function fetchCommand(context: CliContext): Command {
  const command = new Command('fetch')
    .description(
      'write the pinned programs of the stack, and cdcctl itself, into a directory: for images without a network',
    )
    .addArgument(new Argument('[program...]', 'some of them; all without it').choices(programNames))
    .requiredOption('--output-dir <dir>', 'gets a directory for each');
  return attach<{ outputDir: string }, FetchReport>(command, context, {
    run: async (run, { outputDir }, asked) => {
      const { fetchPrograms } = await import('../stack/fetch-programs.js');
      const data = await fetchPrograms({
        names: asked.length === 0 ? [...programNames] : (asked as FetchedProgram[]),
        outputDirectory: resolve(run.cwd, outputDir),
        env: run.env,
        onProgress: run.progress,
        signal: run.signal,
      });
      return { data };
    },
    render: ({ directory, programs }) =>
      programs.map(({ name, version }) => `${directory}/${name}${version === null ? '' : `  ${version}`}`).join('\n'),
  });
}
