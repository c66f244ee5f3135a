import { Argument, Command } from 'commander';
import { readTemplate } from '../../render/template.js';
import { attach } from '../command.js';
import { type CliContext } from '../context.js';
import { type Candidate, candidatesFor } from './candidates.js';
import { namesOfDefinition } from './names.js';

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

type CompletionResult = { script: string } | { candidates: Candidate[] };

export function completionCommand(context: CliContext): Command {
  const command = new Command('completion')
    .description('print the script that lets a shell complete commands, flags, tables and connectors')
    .addArgument(new Argument('<shell>', 'whose script it is').choices(shells))
    .argument('[words...]', 'print what may stand in place of the last of these words instead');
  return attach<object, CompletionResult>(command, context, {
    run: async (run, _flags, [shell, ...words]) => {
      if (words.length === 0) return { data: { script: script(shell as Shell) } };
      const names = namesOfDefinition(run, context.stdin, words);
      return { data: { candidates: await candidatesFor(command.parent!, words, names) } };
    },
    render: (result) =>
      'script' in result
        ? result.script
        : result.candidates.map((candidate) => line(command.args[0] as Shell, candidate)).join('\n'),
  });
}

function script(shell: Shell): string {
  return readTemplate(`completion/cdcctl.${shell}`);
}

function line(shell: Shell, { word, description }: Candidate): string {
  if (shell === 'bash' || description === '') return shell === 'zsh' ? escaped(word) : word;
  return shell === 'zsh' ? `${escaped(word)}:${description}` : `${word}\t${description}`;
}

/** zsh ends the word at a colon. */
function escaped(word: string): string {
  return word.replaceAll(':', '\\:');
}
