import { Argument, Command } from 'commander';
import { messageOf, OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { attach } from '../command.js';
import { type CliContext, type CommandRun } from '../context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from '../definition-options.js';
import { withOpenPipeline } from '../open-pipeline.js';
import { readBothSides } from './both-sides.js';
import { renderLetter, type ShownLetter } from './render-letter.js';

export function showCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('show')
      .description('one dead letter: its record decoded, its error, and its row as it is now on both sides')
      .addArgument(new Argument('<letter>', 'id of the letter, as cdcctl dlq list --all prints it')),
  );
  return attach<DefinitionFlags, ShownLetter>(command, context, {
    run: async (run, flags, [id = '']) => {
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      const [pipeline] = pipelines;
      if (pipeline === undefined || pipelines.length > 1) {
        throw new OperatorError({
          kind: 'invalid',
          message: `a dead letter belongs to one pipeline, and ${pipelines.length} are given`,
          hint: 'name its definition with -f',
        });
      }
      return { data: await shownLetter(run, pipeline, id) };
    },
    render: renderLetter,
  });
}

async function shownLetter(run: CommandRun, pipeline: Pipeline, id: string): Promise<ShownLetter> {
  const { registryCodec } = await import('../../clients/registry-codec.js');
  const { findLetter, letterDetails } = await import('../../dead-letters/show-letter.js');
  const { withLetterSystems } = await import('../../dead-letters/systems.js');
  const { signal } = run;
  const found = await withLetterSystems(pipeline, (systems) => findLetter(systems, { id, signal }));
  const letter = await letterDetails(registryCodec(pipeline.schemaRegistry), found);
  try {
    const row = await withOpenPipeline(pipeline, (open) =>
      readBothSides(open, { letter, event: found.stored.event, signal }),
    );
    return { pipeline: pipeline.name, letter, row: row ?? null };
  } catch (error) {
    // The letter is what was asked for; it can be read while Cassandra is away.
    if (!(error instanceof OperatorError)) throw error;
    run.output.warn(`the row cannot be shown: ${messageOf(error)}`);
    return { pipeline: pipeline.name, letter, row: null };
  }
}
