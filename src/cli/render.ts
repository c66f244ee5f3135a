import { Command } from 'commander';
import { type RenderedFile } from '../render/files.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { withOpenPipeline } from './open-pipeline.js';

interface RenderOptions extends DefinitionFlags {
  outputDir?: string;
}

interface RenderData {
  files: RenderedFile[];
  outputDir?: string;
}

export function renderCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('render').description('show the connectors, topics, subjects and SQL that a pipeline renders to'),
  ).option('--output-dir <dir>', 'write one file for each object instead of printing them');
  return attach<RenderOptions, RenderData>(command, context, {
    run: async (run, options) => {
      const { renderedFiles } = await import('../render/files.js');
      const files: RenderedFile[] = [];
      for (const pipeline of await loadFromOptions(run, options, context.stdin)) {
        files.push(
          ...(await withOpenPipeline(pipeline, async ({ rendered }) => Promise.resolve(renderedFiles(rendered)))),
        );
      }
      if (options.outputDir === undefined) return { data: { files } };
      const { writeFiles } = await import('./write-files.js');
      await writeFiles(options.outputDir, files);
      return { data: { files, outputDir: options.outputDir } };
    },
    render: ({ files, outputDir }) =>
      outputDir === undefined
        ? files.map(({ path, content }) => `# ${path}\n${content}`).join('\n')
        : files.map(({ path }) => `${outputDir}/${path}`).join('\n'),
  });
}
