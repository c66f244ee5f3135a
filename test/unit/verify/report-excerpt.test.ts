import { excerpt, firstDifference, lastDifference } from '../../../src/cli/verify-report/excerpt.js';
import { quoteWhereNeeded } from '../../../src/cli/verify-report/quote.js';

test.each([
  ['', '', 0, [0, 0]],
  ['abc', 'abc', 3, [3, 3]],
  ['abc', 'aXc', 1, [2, 2]],
  ['abc', 'abbc', 2, [2, 3]],
  ['aaa', 'aa', 2, [3, 2]],
  ['x😀', 'x😁', 1, [3, 3]],
  ['\ud83d\ude00y', '\ud83c\ude00y', 0, [2, 2]],
])('%j and %j differ from %i to %j', (a, b, first, last) => {
  expect(firstDifference(a, b)).toBe(first);
  expect(lastDifference(a, b, first)).toEqual(last);
});

test('no character is cut in two', () => {
  expect(excerpt('😀😀😀', 1, 5)).toEqual({ text: '😀😀', before: false, after: true });
  expect(excerpt('abc', -5, 99)).toEqual({ text: 'abc', before: false, after: false });
});

test.each([
  ['plain text', 'plain text'],
  ['null', '"null"'],
  ['', '""'],
  [' a', '" a"'],
  ['"a"', '"\\"a\\""'],
  ['a\nb', '"a\\nb"'],
  ['a\u200bb', '"a\\u200bb"'],
  ['a\u009b1mb', '"a\\u009b1mb"'],
  ['\u{e0001}', '"\\udb40\\udc01"'],
  ['é 日本 😀', 'é 日本 😀'],
])('%j is shown as %s', (text, shown) => {
  expect(quoteWhereNeeded(text)).toBe(shown);
});
