import { Command } from 'commander';
import { type RenderedFile } from '../render/files.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, loadFromOptions } from './definition-options.js';
import { withOpenPipeline } from './open-pipeline.js';
import {
  addKubernetesOptions,
  type KubernetesFlags,
  refuseKubernetesFlags,
  renderKubernetes,
} from './render-kubernetes.js';
import {
  addStrimziOptions,
  refuseInlineSecrets,
  refuseStrimziFlags,
  renderStrimzi,
  type StrimziFlags,
} from './render-strimzi.js';

interface RenderOptions extends KubernetesFlags, StrimziFlags {
  outputDir?: string;
}

interface RenderData {
  files: RenderedFile[];
  outputDir?: string;
}

export function renderCommand(context: CliContext): Command {
  const command = addStrimziOptions(
    addKubernetesOptions(
      addDefinitionOptions(
        new Command('render').description('show the connectors, topics, subjects and SQL that a pipeline renders to'),
      ).option('--output-dir <dir>', 'write one file for each object instead of printing them'),
    ),
  );
  return attach<RenderOptions, RenderData>(command, context, {
    run: async (run, options) => {
      refuseStrimziFlags(options);
      const render = options.kubernetes ? renderKubernetes : renderLive;
      const files = await render(run, options, context.stdin);
      if (options.outputDir === undefined) return { data: { files } };
      const { writeFiles } = await import('./write-files.js');
      await writeFiles(options.outputDir, files);
      return { data: { files, outputDir: options.outputDir } };
    },
    render: ({ files, outputDir }, _, { kubernetes, strimzi }) => {
      if (outputDir !== undefined) return files.map(({ path }) => `${outputDir}/${path}`).join('\n');
      // For kubectl, which reads documents and no names of files.
      if (kubernetes || strimzi) return files.map(({ content }) => content).join('---\n');
      return files.map(({ path, content }) => `# ${path}\n${content}`).join('\n');
    },
  });
}

/** Renders the pipelines with the live schemas of their tables. */
async function renderLive(
  run: CommandRun,
  options: RenderOptions,
  stdin: CliContext['stdin'],
): Promise<RenderedFile[]> {
  refuseKubernetesFlags(options);
  const { renderedFiles } = await import('../render/files.js');
  const files: RenderedFile[] = [];
  for (const pipeline of await loadFromOptions(run, options, stdin, 'cassandra')) {
    if (options.strimzi) refuseInlineSecrets(pipeline.secrets.delivery);
    await withOpenPipeline(withoutLogin(pipeline), async ({ rendered }) => {
      files.push(...(options.strimzi ? [await renderStrimzi(rendered, options)] : renderedFiles(rendered)));
    });
  }
  return files;
}

/** With delivery `inline` the login stands in the configurations: only Connect is to see it. */
function withoutLogin(pipeline: Pipeline): Pipeline {
  return { ...pipeline, postgresql: { ...pipeline.postgresql, username: '<hidden>', password: '<hidden>' } };
}
