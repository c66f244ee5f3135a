import { expect, test } from '@jest/globals';
import { oneAhead } from '../../../src/dead-letters/one-ahead.js';

function source(failsAt?: number) {
  const log: string[] = [];
  async function* parts(): AsyncGenerator<number, void> {
    try {
      for (let part = 1; part <= 3; part++) {
        log.push(`make ${part}`);
        if (part === failsAt) throw new Error(`part ${part} fails`);
        yield await Promise.resolve(part);
      }
    } finally {
      log.push('closed');
    }
  }
  return { log, parts };
}

test('makes each part while the caller works on the one before', async () => {
  const { log, parts } = source();
  for await (const part of oneAhead(parts())) {
    await Promise.resolve();
    log.push(`use ${part}`);
  }
  expect(log).toEqual(['make 1', 'make 2', 'use 1', 'make 3', 'use 2', 'closed', 'use 3']);
});

test('closes the source when the caller goes away', async () => {
  const { log, parts } = source();
  for await (const part of oneAhead(parts())) if (part === 1) break;
  expect(log).toEqual(['make 1', 'make 2', 'closed']);
});

test('tells a failure in its place, once the parts before it are used', async () => {
  const { log, parts } = source(2);
  const used = async () => {
    for await (const part of oneAhead(parts())) log.push(`use ${part}`);
  };
  await expect(used()).rejects.toThrow('part 2 fails');
  expect(log).toContain('use 1');
});
