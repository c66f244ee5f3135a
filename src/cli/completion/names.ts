import { type DefinitionOptions } from '../../pipeline/load.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { type CommandRun } from '../context.js';
import { type DefinitionFlags, definitionOptions } from '../definition-options.js';
import { type NameSource } from './candidates.js';

/** Names of the definition that the words name. Whoever completes a word is told no errors: none then. */
export function namesOfDefinition(run: CommandRun, stdin: NodeJS.ReadableStream, words: string[]): NameSource {
  return async (flag) => {
    if (!['--table', '--node', '--connector'].includes(flag)) return [];
    try {
      const options = await definitionOptions(run, flagsIn(words), stdin);
      // Values that are missing here are no reason to know no tables.
      if (flag === '--table') return await tablesOf(options);
      const { loadPipelines } = await import('../../pipeline/load.js');
      const pipelines = await loadPipelines(options);
      if (flag === '--node') return pipelines.flatMap(({ source }) => source.nodes.map(({ id }) => id));
      return await connectorNames(pipelines);
    } catch {
      return [];
    }
  };
}

function flagsIn(words: string[]): DefinitionFlags {
  const valuesOf = (...flags: string[]) => words.filter((_, index) => flags.includes(words[index - 1] ?? ''));
  const [envFile] = valuesOf('--env-file');
  const file = valuesOf('-f', '--file').filter((one) => one !== '-');
  return { file, set: valuesOf('--set'), ...(envFile === undefined ? {} : { envFile }) };
}

async function tablesOf(options: DefinitionOptions): Promise<string[]> {
  const { checkDefinitions } = await import('../../pipeline/load.js');
  return (await checkDefinitions(options)).flatMap(({ tables }) => tables);
}

async function connectorNames(pipelines: Pipeline[]): Promise<string[]> {
  const { connectorsOf } = await import('../../tables/named-connectors.js');
  return pipelines.flatMap((pipeline) => connectorsOf(pipeline).map(({ name }) => name));
}
