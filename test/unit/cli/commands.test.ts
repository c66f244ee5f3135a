import { allCommands, commandsFor } from '../../../src/cli/commands.js';
import { cdcctl } from '../../support/cli.js';
import { noWorld } from '../../support/no-world.js';

const namesFor = async (argv: string[]) => (await commandsFor(argv)).map((create) => create(noWorld).name());

test.each([
  [['plan'], ['plan']],
  [['-o', 'json', 'plan', '--prune'], ['plan']],
  [['-q', '--log-format', 'json', 'dlq', 'list'], ['dlq']],
  [['replay-dlq', 'plan'], ['replay-dlq']],
  [['--version'], []],
])('%j loads %j alone', async (argv, names) => {
  expect(await namesFor(argv)).toEqual(names);
});

test.each([[[]], [['--help']], [['help', 'plan']], [['plam']], [['constructor']]])('%j loads all', async (argv) => {
  expect(await commandsFor(argv)).toHaveLength((await allCommands()).length);
});

test('a wrong command is told the nearest', async () => {
  const run = await cdcctl(['plam'], { env: {} });
  expect(run).toMatchObject({ exitCode: 2 });
  expect(run.stderr).toContain('Did you mean plan?');
});
