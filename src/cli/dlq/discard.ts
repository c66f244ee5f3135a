import { Command } from 'commander';
import { OperatorError } from '../../errors.js';
import { attach } from '../command.js';
import { confirm } from '../confirm.js';
import { type CliContext } from '../context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from '../definition-options.js';
import {
  addSelectionOptions,
  requireSelection,
  selectionOf,
  type SelectionFlags,
  warnOfUnknownTables,
} from './selection-options.js';

interface DiscardFlags extends DefinitionFlags, SelectionFlags {
  reason: string;
  all: boolean;
  dryRun: boolean;
  yes: boolean;
}

interface DiscardResult {
  letters: number;
  dryRun: boolean;
}

export function discardCommand(context: CliContext): Command {
  const command = new Command('discard')
    .description('note that dead letters will not be put back; who did it, when and why is kept')
    .requiredOption('--reason <text>', 'why they are not needed')
    .option('--all', 'all open letters', false)
    .option('--dry-run', 'only say how many', false)
    .option('-y, --yes', 'do not ask', false);
  addSelectionOptions(addDefinitionOptions(command));
  return attach<DiscardFlags, DiscardResult>(command, context, {
    run: async (run, flags) => {
      const selection = selectionOf(run, flags);
      requireSelection(selection, flags);
      const { discard } = await import('../../dead-letters/ledger.js');
      const { listLetters } = await import('../../dead-letters/list-letters.js');
      const { readLetters } = await import('../../dead-letters/read-letters.js');
      const { withLetterSystems } = await import('../../dead-letters/systems.js');
      const options = { selection, states: ['open'] as const, signal: run.signal };
      let letters = 0;
      const definitions = await loadFromOptions(run, flags, context.stdin);
      warnOfUnknownTables(run, definitions, flags);
      for (const pipeline of definitions) {
        await withLetterSystems(pipeline, async (systems) => {
          if (flags.dryRun || !flags.yes) {
            const found = await listLetters(systems, { ...options, rows: 0, now: run.now });
            if (flags.dryRun) letters += found.letters;
            if (flags.dryRun || found.letters === 0) return;
            if (!(await confirm(context, `Discard ${found.letters} dead letters of ${pipeline.name}?`))) {
              throw new OperatorError({ kind: 'invalid', message: 'not confirmed; nothing was discarded' });
            }
          }
          for await (const part of readLetters(systems, options)) {
            const found = part.map(({ stored }) => stored.letter);
            letters += await discard(systems.postgres, { pipeline, letters: found, reason: flags.reason });
          }
        });
      }
      return { data: { letters, dryRun: flags.dryRun } };
    },
    render: ({ letters, dryRun }) => `${letters} dead letters ${dryRun ? 'would be ' : ''}discarded`,
  });
}
