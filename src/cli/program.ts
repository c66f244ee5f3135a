import { Command, Option } from 'commander';
import { builtInFormats } from '../output/formats.js';
import { type CommandCreator } from './commands.js';
import { type CliContext } from './context.js';
import { examplesHelp } from './examples.js';
import { sharedExitCodesHelp } from './exit-codes.js';
import { packageVersion } from '../version.js';

/** The command tree, with these commands. */
export function createProgram(context: CliContext, creators: CommandCreator[]): Command {
  const program = new Command('cdcctl')
    .description('Change data capture from Apache Cassandra to PostgreSQL, made correct and proven')
    .version(packageVersion(), '--version', 'print the version')
    .addOption(
      new Option(
        '-o, --output <format>',
        'format of the result on stdout; junit is for verify, html for verify and lag',
      )
        .choices([...builtInFormats, 'junit', 'html'])
        .default('table')
        .env('CDCCTL_OUTPUT'),
    )
    .addOption(new Option('-q, --quiet', 'say nothing but errors').default(false).env('CDCCTL_QUIET'))
    .addOption(new Option('-v, --verbose', 'say more').default(false).env('CDCCTL_VERBOSE'))
    .addOption(new Option('--no-color', 'no colours (also NO_COLOR)').env('CDCCTL_NO_COLOR'))
    .addOption(
      new Option('--log-format <format>', 'format of messages on stderr')
        .choices(['text', 'json'])
        .default('text')
        .env('CDCCTL_LOG_FORMAT'),
    )
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
    .configureOutput({
      writeOut: (text) => context.stdout.write(text),
      writeErr: (text) => context.tell({ level: 'info', message: text }),
      outputError: (text) => context.tell({ level: 'error', message: text }),
    })
    .showHelpAfterError('run with --help for the usage')
    .addHelpText('after', sharedExitCodesHelp())
    .exitOverride();

  for (const create of creators) program.addCommand(create(context));
  handDownSettings(program);
  addExamples(program, '');
  return program;
}

function addExamples(command: Command, path: string): void {
  const examples = examplesHelp(path);
  if (examples !== undefined) command.addHelpText('after', examples);
  for (const part of command.commands) addExamples(part, path === '' ? part.name() : `${path} ${part.name()}`);
}

/** addCommand, unlike command(), does not: a wrong option of `schema diff` would end the process with code 1. */
function handDownSettings(parent: Command): void {
  for (const command of parent.commands) handDownSettings(command.copyInheritedSettings(parent));
}
