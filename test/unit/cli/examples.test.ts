import { type Command } from 'commander';
import { allCommands } from '../../../src/cli/commands.js';
import { examplesOf } from '../../../src/cli/examples.js';
import { createProgram } from '../../../src/cli/program.js';
import { cdcctl } from '../../support/cli.js';
import { noWorld } from '../../support/no-world.js';
import { commandLineParser, commandLinesIn } from '../../support/parse-command-line.js';

const program = createProgram(noWorld, await allCommands());
const parse = await commandLineParser();

/** Paths of the commands that do something; `schema` alone does nothing. */
const paths = (command: Command, path: string[]): string[] => [
  ...(command.commands.length === 0 || command.name() === 'verify' ? [path.join(' ')] : []),
  ...command.commands.flatMap((part) => paths(part, [...path, part.name()])),
];

test.each(paths(program, []))('%s has examples in its help, and they parse', async (path) => {
  const lines = examplesOf(path).map(([line]) => line);
  expect(lines.length).toBeGreaterThan(0);
  for (const line of lines) await parse(line);
  const { stdout } = await cdcctl([...path.split(' '), '--help'], { env: {} });
  for (const line of lines) expect(stdout).toContain(`  ${line}\n`);
});

test('so are those of the program', async () => {
  const { stdout } = await cdcctl(['--help'], { env: {} });
  for (const [line] of examplesOf('')) {
    await parse(line);
    expect(stdout).toContain(`  ${line}\n`);
  }
});

test.each([
  ['cdcctl plam'],
  ['cdcctl plan --ouch x'],
  ['cdcctl schema dif'],
  ['cdcctl dlq show'],
  ['cdcctl plan --out'],
])('%s does not parse', async (line) => {
  await expect(parse(line)).rejects.toThrow();
});

test('command lines are found in scripts', () => {
  const script = `x=$(cdcctl env) # cdcctl no
if ! cdcctl dlq count --max 0; then
  cdcctl replay-dlq --all \\
    --jq '.a | b' | jq . > f
fi
eval "$(cdcctl env)"; cdcctl plan && cdcctl deploy`;
  expect(commandLinesIn(script)).toEqual([
    'cdcctl env',
    'cdcctl dlq count --max 0',
    "cdcctl replay-dlq --all      --jq '.a | b'",
    'cdcctl env',
    'cdcctl plan',
    'cdcctl deploy',
  ]);
});
