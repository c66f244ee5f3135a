import { test } from '@jest/globals';

const without = (process.env.CDCCTL_TEST_WITHOUT ?? '').split(',');

/** A test that needs a program which not every machine can have: left out only where CDCCTL_TEST_WITHOUT says so. */
export function testWith(
  ...programs: ('promtool' | 'prometheus' | 'chromium' | 'compose')[]
): typeof test | typeof test.skip {
  return programs.some((program) => without.includes(program)) ? test.skip : test;
}
