import { expect, test } from '@jest/globals';
import { cdcctl } from '../../../support/cli.js';

test.each(['', 'abc', 'no-cause', '012345678'])(
  'the cause "%s" chooses no letters, least of all each',
  async (cause) => {
    const run = await cdcctl(['dlq', 'discard', '--cause', cause, '--reason', 'a variable that was not set', '--yes']);
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(run.stderr).toContain('give the eight digits');
  },
);
