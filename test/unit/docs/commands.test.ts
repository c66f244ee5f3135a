import { readFileSync } from 'node:fs';
import { allCommands } from '../../../src/cli/commands.js';
import { createProgram } from '../../../src/cli/program.js';
import { commandReference } from '../../support/generated/command-reference.js';
import { manPage } from '../../support/generated/man-page.js';
import { expectGenerated } from '../../support/generated/generated-file.js';
import { noWorld } from '../../support/no-world.js';

const program = createProgram(noWorld, await allCommands());
const reference = commandReference(program);

test('docs/reference/commands.md is what --help says', async () => {
  await expectGenerated('docs/reference/commands.md', reference);
});

test('man/cdcctl.1 is what --help says', async () => {
  await expectGenerated('man/cdcctl.1', manPage(program));
});

test('README.md has every command, and the exit codes that all commands share', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const named = [...readme.matchAll(/^\| ((?:`[a-z-]+` ?)+)/gm)].flatMap(([, names = '']) => names.match(/[a-z-]+/g));
  expect([...new Set(named)].sort()).toEqual(program.commands.map((command) => command.name()).sort());
  const codesIn = (text: string) =>
    [...text.matchAll(/^\| ([\d, ]*\d) +\| (.*?) *\|$/gm)].map(([, code, what]) => [code, what]);
  expect(codesIn(readme)).toEqual(codesIn(reference.slice(0, reference.indexOf('## Overview'))));
});
