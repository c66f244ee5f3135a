import { expect, test } from '@jest/globals';
import { Command } from 'commander';
import {
  addVerifyOptions,
  requireConsistentFlags,
  type VerifyFlags,
  verifyOptions,
} from '../../../src/cli/verify-options.js';
import { type CommandRun } from '../../../src/cli/context.js';
import { cdcctl } from '../../support/cli.js';

function parse(...argv: string[]): VerifyFlags {
  const command = addVerifyOptions(new Command('verify'))
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  const flags = command.parse(argv, { from: 'user' }).opts<VerifyFlags>();
  requireConsistentFlags(flags);
  return flags;
}

const optionsOf = (...argv: string[]) =>
  verifyOptions(
    { progress: () => undefined, signal: new AbortController().signal } as unknown as CommandRun,
    parse(...argv),
  );

test('without flags everything is compared, and nothing is written', async () => {
  const options = await optionsOf();
  expect(options).toMatchObject({
    scope: null,
    limit: 100,
    maxWaitMs: 10_000,
    consistency: 'LOCAL_QUORUM',
    throttle: undefined,
    repair: undefined,
  });
  expect([options.tables, options.columns]).toEqual([undefined, undefined]);
});

test.each([
  [['--sample', '5%'], { kind: 'sample', percent: 5, seed: 1 }],
  [['--sample', '0.25', '--seed', '7'], { kind: 'sample', percent: 0.25, seed: 7 }],
  [['--sample', '100'], { kind: 'sample', percent: 100, seed: 1 }],
  [['--shard', '3/8', '--record', 'r.json'], { kind: 'shard', index: 3, count: 8 }],
  [['--shard', '1/1', '--record', 'r.json'], { kind: 'shard', index: 1, count: 1 }],
  [
    ['--where-token', '-9223372036854775808:0'],
    { kind: 'tokens', after: '-9223372036854775808', to: '0' },
  ],
])('%j is a scope', async (argv, scope) => {
  expect((await optionsOf(...argv)).scope).toEqual(scope);
}); // prettier-ignore

test('tables, columns, bounds and repair are taken over', async () => {
  const options = await optionsOf(
    ...['--table', 'users', '--table', 'orders', '--columns', 'email, name', '--limit', '0', '--max-wait', '1m'],
    ...['--consistency', 'ALL', '--max-rows-per-second', '500'],
  );
  expect(options).toMatchObject({
    tables: ['users', 'orders'],
    columns: ['email', 'name'],
    limit: 0,
    maxWaitMs: 60_000,
    consistency: 'ALL',
    throttle: { rowsPerSecond: 500 },
  });
  expect((await optionsOf('--repair', '--dry-run')).repair).toEqual({ dryRun: true, deleteExtra: false });
  expect((await optionsOf('--repair', '--delete-extra')).repair).toEqual({ dryRun: false, deleteExtra: true });
});

test.each([
  ['--shard', '0/3'],
  ['--shard', '4/3'],
  ['--shard', '1'],
  ['--shard', '1/0'],
  ['--shard', '-1/3'],
  ['--shard', '1.5/3'],
  ['--shard', '1/3/5'],
  ['--sample', '0'],
  ['--sample', '0%'],
  ['--sample', '100.1'],
  ['--sample', '-5'],
  ['--sample', 'half'],
  ['--sample', '5%%'],
  ['--sample', ''],
  ['--columns', ''],
  ['--columns', 'a,,b'],
  ['--columns', 'a, '],
  ['--where-token', '5'],
  ['--where-token', '7:7'],
  ['--where-token', '8:7'],
  ['--where-token', '0:9223372036854775808'],
  ['--max-rows-per-second', '0'],
  ['--max-rows-per-second', '1.5'],
  ['--seed', '-1'],
  ['--limit', 'all'],
  ['--consistency', 'ANY'],
  ['--max-wait', '10'],
])('%s=%s is refused', (flag, value) => {
  expect(() => parse(`${flag}=${value}`)).toThrow(expect.objectContaining({ code: 'commander.invalidArgument' }));
});

test.each([
  [['--sample', '5', '--where-token', '0:7']],
  [['--shard', '1/2', '--record', 'r', '--where-token', '0:7']],
  [['--sample', '5', '--shard', '1/2', '--record', 'r']],
  [['--sample', '5', '--record', 'r']],
  [['--repair', '--shard', '1/2', '--record', 'r']],
  [['--repair', '--columns', 'a']],
])('%j contradict each other', (argv) => {
  expect(() => parse(...argv)).toThrow(expect.objectContaining({ code: 'commander.conflictingOption' }));
});

test.each([
  [['--shard', '1/2'], '--shard needs --record FILE'],
  [['--dry-run'], '--dry-run is for --repair'],
  [['--delete-extra'], '--delete-extra is for --repair'],
])('%j is refused by itself', (argv, message) => {
  expect(() => parse(...argv)).toThrow(
    expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(message) }),
  );
});

test.each([
  [['verify', '--shard', '1/2'], '--shard needs --record FILE'],
  [['verify', '--dry-run'], '--dry-run is for --repair'],
  [['verify', 'merge', 'r.json', '--sample', '5'], '--sample: what is merged is what the shards have read'],
  [['verify', 'merge', 'r.json', '--table', 't', '--record', 'r'], '--table, --record: what is merged'],
  [['verify', '--shard', '3/2'], 'the number of the shard, from 1'],
])('the command line %j is wrong usage', async (argv, message) => {
  const { exitCode, stdout, stderr } = await cdcctl(argv, { env: {}, cwd: import.meta.dirname });
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});
