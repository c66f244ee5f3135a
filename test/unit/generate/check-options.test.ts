import { checkOptions } from '../../../src/generate/check-options.js';
import { sketchTable } from './tables.js';

const good = { tables: [sketchTable({})], seed: 1, keys: 1, concurrency: 1, edgeCases: 0 };

test('the bounds themselves are allowed', () => {
  checkOptions(good);
  checkOptions({ ...good, seed: 2 ** 32 - 1, concurrency: 1024, edgeCases: 1, count: 1, durationMs: 1 });
});

test.each([
  [{ tables: [] }, 'there is no table'],
  [{ seed: -1 }, 'seed'],
  [{ seed: 2 ** 32 }, 'seed'],
  [{ keys: 0 }, 'keys'],
  [{ keys: 1.5 }, 'keys'],
  [{ concurrency: 0 }, 'concurrency'],
  [{ edgeCases: 1.1 }, 'edge cases'],
  [{ edgeCases: NaN }, 'edge cases'],
  [{ count: 0 }, 'count'],
  [{ ratePerSecond: 0 }, 'rate'],
  [{ durationMs: 2 ** 31 }, 'duration'],
  [
    { tables: [sketchTable({ name: 'visits', regulars: { n: 'counter' } })] },
    'counter tables cannot be generated: shop.visits',
  ],
])('%j is refused', (change, message) => {
  expect(() => checkOptions({ ...good, ...change })).toThrow(message);
});
