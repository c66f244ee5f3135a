import { type Command } from 'commander';
import { allCommands } from '../../src/cli/commands.js';
import { createProgram } from '../../src/cli/program.js';
import { noWorld } from './no-world.js';

/**
 * Parses command lines as the executable does, and runs nothing. Throws a CommanderError for a command, an argument or
 * an option that is not there.
 */
export async function commandLineParser(): Promise<(line: string) => Promise<void>> {
  const creators = await allCommands();
  return async (line) => {
    // Commander keeps the values of a line, so that each needs a program of its own.
    const program = createProgram(noWorld, creators);
    idle(program);
    const [name, ...argv] = shellWords(line);
    if (name !== 'cdcctl') throw new Error(`this is no command line of cdcctl: ${line}`);
    await program.parseAsync(argv, { from: 'user' });
  };
}

/** Takes its action from each command; one that only has others stays as it is. */
function idle(command: Command): void {
  if (command.commands.length === 0 || command.name() === 'verify') command.action(() => undefined);
  for (const part of command.commands) idle(part);
}

/** The command lines of cdcctl in a shell script, without what surrounds them. */
export function commandLinesIn(script: string): string[] {
  return script
    .replaceAll('\\\n', ' ')
    .split('\n')
    .flatMap(
      (line) => line.replace(/\s+#.*$/, '').match(/\bcdcctl (?:'[^']*'|"(?:[^"$]|\$[^(])*"|[^'"|;&<>()])+/g) ?? [],
    )
    .map((line) => line.trim());
}

function shellWords(line: string): string[] {
  const [command = ''] = commandLinesIn(line);
  return (command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []).map((word) => word.replace(/['"]/g, ''));
}
