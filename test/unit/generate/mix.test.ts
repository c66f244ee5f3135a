import { OperatorError } from '../../../src/errors.js';
import { defaultMix, parseMix, pickOperation } from '../../../src/generate/mix.js';

test('what is left out has no weight', () => {
  expect(parseMix('inserts=3, deletes=0.5')).toEqual({ inserts: 3, updates: 0, deletes: 0.5, 'partition-deletes': 0 });
});

test.each([
  ['inserts=50,upserts=1', 'unknown kind of statement "upserts"'],
  ['', 'unknown kind of statement ""'],
  ['inserts', 'the weight of inserts must be a number'],
  ['inserts=-1', 'the weight of inserts must be a number'],
  ['inserts=1=2', 'the weight of inserts must be a number'],
  ['inserts=0,updates=0', 'at least one weight must be greater than 0'],
  [`inserts=${'9'.repeat(400)}`, 'too large'],
])('%j is refused', (text, message) => {
  expect(() => parseMix(text)).toThrow(OperatorError);
  expect(() => parseMix(text)).toThrow(message);
});

test('operations take their share of the line', () => {
  const points = [0, 0.499, 0.5, 0.899, 0.9, 0.999999];
  expect(points.map((point) => pickOperation(defaultMix, point))).toEqual([
    'inserts',
    'inserts',
    'updates',
    'updates',
    'deletes',
    'deletes',
  ]);
  expect(pickOperation(parseMix('partition-deletes=1'), 0.3)).toBe('partition-deletes');
});
