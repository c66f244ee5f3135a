import { Command } from 'commander';
import { type LetterState } from '../../dead-letters/letter.js';
import { OperatorError } from '../../errors.js';
import { attach } from '../command.js';
import { type CliContext } from '../context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from '../definition-options.js';
import {
  addSelectionOptions,
  addStateOption,
  selectionOf,
  type SelectionFlags,
  statesOfFlag,
  warnOfUnknownTables,
} from './selection-options.js';

interface ExportFlags extends DefinitionFlags, SelectionFlags {
  state: LetterState | 'all';
}

export function exportCommand(context: CliContext): Command {
  const command = new Command('export').description(
    'write dead letters to stdout, one JSON object a line, with every byte of their records',
  );
  addStateOption(addSelectionOptions(addDefinitionOptions(command)));
  return attach<ExportFlags, null>(command, context, {
    run: async (run, flags) => {
      if (flags.output !== 'table') {
        throw new OperatorError({
          kind: 'invalid',
          message: `cdcctl dlq export writes JSON lines, not ${flags.output}`,
          hint: 'leave out -o',
        });
      }
      const { exportLetters } = await import('../../dead-letters/export-letters.js');
      const { withLetterSystems } = await import('../../dead-letters/systems.js');
      const definitions = await loadFromOptions(run, flags, context.stdin);
      warnOfUnknownTables(run, definitions, flags);
      for (const pipeline of definitions) {
        await withLetterSystems(pipeline, async (systems) => {
          const options = { selection: selectionOf(run, flags), states: statesOfFlag(flags.state), signal: run.signal };
          for await (const letter of exportLetters(systems, options)) await run.output.line(JSON.stringify(letter));
        });
      }
      return { data: null };
    },
    render: () => '',
  });
}
