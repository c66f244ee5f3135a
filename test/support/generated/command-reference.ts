import { type Argument, type Command, type Option } from 'commander';
import { examplesOf } from '../../../src/cli/examples.js';
import { markdownTable } from './generated-file.js';

const introduction = `# Commands

Written by \`npm run docs\` from the command line itself. stdout has the result and nothing else. A result is a table,
or with \`-o json\` and \`-o yaml\` one envelope: \`{schemaVersion, command, ok, data, warnings, error}\`.`;

/** The reference of all commands as Markdown: a row for each, then a section with its arguments, flags and exit codes. */
export function commandReference(program: Command): string {
  const commands = program.commands.flatMap((command) => [command, ...command.commands]);
  const overview = commands.map((command) => [`[${pathOf(command)}](#${anchorOf(command)})`, command.description()]);
  return [
    introduction,
    '## Flags of every command',
    optionsTable(program),
    '## Exit codes',
    exitCodesTable(program),
    '## Overview',
    markdownTable([['command', 'what it does'], ...overview]),
    ...commands.flatMap(section),
  ].join('\n\n');
}

function section(command: Command): string[] {
  const usage = `    ${pathOf(command.parent!)} ${command.name()} ${command.usage()}`;
  const codes = exitCodesTable(command);
  return [
    `## ${pathOf(command)}`,
    command.description(),
    usage,
    ...(command.registeredArguments.length > 0
      ? [markdownTable([['argument', 'meaning'], ...command.registeredArguments.map(argumentRow)])]
      : []),
    ...(optionsOf(command).length > 0 ? [optionsTable(command)] : []),
    ...(codes === undefined ? [] : [codes]),
    ...examplesOf(pathOf(command).replace('cdcctl ', '')).map(([line, what]) => `- \`${line}\`: ${what}`),
  ];
}

function argumentRow(argument: Argument): string[] {
  const choices = argument.argChoices === undefined ? '' : `: ${argument.argChoices.join(', ')}`;
  return [`\`${argument.name()}\``, `${argument.description}${choices}`];
}

function optionsTable(command: Command): string {
  return markdownTable([['flag', 'meaning', 'default', 'variable'], ...optionsOf(command).map(optionRow)]);
}

export function optionsOf(command: Command): readonly Option[] {
  return command.options.filter(({ hidden }) => !hidden);
}

function optionRow(option: Option): string[] {
  const { flags, description, argChoices, defaultValueDescription, envVar } = option;
  const defaultValue = option.defaultValue as unknown;
  const byDefault = defaultValueDescription ?? (isShown(defaultValue) ? String(defaultValue) : '');
  const choices = argChoices === undefined ? '' : `: ${argChoices.map(code).join(', ')}`;
  return [code(flags), `${description}${choices}`, byDefault === '' ? '' : code(byDefault), envVar ? code(envVar) : ''];
}

function isShown(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

function exitCodesTable(command: Command): string | undefined {
  const codes = exitCodesOf(command);
  return codes === undefined ? undefined : markdownTable([['exit code', 'meaning'], ...codes]);
}

/** What the help of a command says of its exit codes: number and meaning. */
export function exitCodesOf(command: Command): string[][] | undefined {
  const lines = /Exit codes:\n((?: {2}\d.*\n?)+)/.exec(helpOf(command))?.[1];
  if (lines === undefined) return undefined;
  return [...lines.matchAll(/(\d+) +(.*)/g)].map(([, number = '', meaning = '']) => [number, meaning]);
}

/** All that `--help` prints, which helpInformation does not have. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text;
}

export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function anchorOf(command: Command): string {
  return pathOf(command).replaceAll(' ', '-');
}

function code(text: string): string {
  return `\`${text}\``;
}
