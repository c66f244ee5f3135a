import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command } from 'commander';
import { parse } from 'yaml';
import { allCommands } from '../../../src/cli/commands.js';
import { createProgram } from '../../../src/cli/program.js';
import { noWorld } from '../../support/no-world.js';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const program = createProgram(noWorld, await allCommands());

interface Rule {
  alert: string;
  annotations: { runbook: string };
}

const { groups } = parse(read('templates/prometheus/alerts.yaml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const page = read('docs/runbooks/alerts.md');

/** By the title of a section, what stands below it. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
);

test.each(rules.map((rule) => [rule.alert, rule] as const))('%s has a section with commands', (alert, rule) => {
  expect(rule.annotations.runbook).toBe(`docs/runbooks/alerts.md#${alert.toLowerCase()}`);
  expect(sections.get(alert)).toMatch(/```bash\ncdcctl .*\n/);
});

test('the page has a section for each alert and no other', () => {
  expect([...sections.keys()].sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

/** Commands of code blocks, of whole lines and inline. */
const commands = ['alerts', 'dead-letters'].flatMap((name) => {
  const text = read(`docs/runbooks/${name}.md`);
  const blocks = [...text.matchAll(/```bash\n([^]*?)```/g)].flatMap(([, block = '']) => block.split('\n'));
  const inline = [...text.matchAll(/`(cdcctl [^`]*)`/g)].map(([, command = '']) => command);
  return [...blocks, ...inline].filter((line) => line.startsWith('cdcctl '));
});

test.each([...new Set(commands)])('%s is a command, with flags that it has', (line) => {
  const words = line.replace(/ #.*$/, '').split(/\s+/).slice(1);
  let command: Command = program;
  for (let next = subcommand(command, words[0]); next !== undefined; next = subcommand(command, words[0])) {
    command = next;
    words.shift();
  }
  expect(command).not.toBe(program);
  const known = [...program.options, ...command.options].flatMap(({ long, short }) => [long, short]);
  const flags = words.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.replace(/=.*$/, ''));
  expect(flags.filter((flag) => !known.includes(flag))).toEqual([]);
});

function subcommand(command: Command, name: string | undefined): Command | undefined {
  return command.commands.find((one) => one.name() === name);
}
