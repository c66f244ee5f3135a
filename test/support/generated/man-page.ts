import { type Command } from 'commander';
import { examplesOf } from '../../../src/cli/examples.js';
import { exitCodesOf, optionsOf, pathOf } from './command-reference.js';

/** The manual page of all commands, in the macros of man(7). */
export function manPage(program: Command): string {
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  return [
    '.\\" Written by npm run docs from the command line itself.',
    '.TH CDCCTL 1 "" cdcctl "User Commands"',
    '.SH NAME',
    'cdcctl \\- change data capture from Apache Cassandra to PostgreSQL',
    '.SH SYNOPSIS',
    '.B cdcctl',
    '[options] command [options]',
    '.SH DESCRIPTION',
    escape(`${program.description()}.`),
    'The result is on stdout, everything else on stderr.',
    '.SH OPTIONS OF EVERY COMMAND',
    ...options(program),
    '.SH COMMANDS',
    ...commands.flatMap(section),
    '.SH EXIT STATUS',
    ...exitCodes(program),
    '.SH EXAMPLES',
    ...examples(''),
    '',
  ].join('\n');
}

function section(command: Command): string[] {
  const path = pathOf(command);
  return [
    `.SS ${escape(path)} ${escape(command.usage())}`,
    escape(command.description()),
    ...command.registeredArguments.flatMap((argument) => item(argument.name(), argument.description)),
    ...options(command),
    ...exitCodes(command),
    ...examples(path.replace('cdcctl ', '')),
  ];
}

function options(command: Command): string[] {
  return optionsOf(command).flatMap(({ flags, description, argChoices }) =>
    item(flags, argChoices === undefined ? description : `${description}: ${argChoices.join(', ')}`),
  );
}

function exitCodes(command: Command): string[] {
  return (exitCodesOf(command) ?? []).flatMap(([code = '', meaning = '']) => item(`exit code ${code}`, meaning));
}

function examples(path: string): string[] {
  return examplesOf(path).flatMap(([line, what]) => ['.PP', escape(what), '.EX', escape(line), '.EE']);
}

function item(term: string, text: string): string[] {
  return ['.TP', `.B ${escape(term)}`, escape(text)];
}

/** A line that begins with a dot or a quote is a macro, and a plain dash is not one to copy. */
function escape(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
}
