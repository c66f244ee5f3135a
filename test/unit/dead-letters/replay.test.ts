import { describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'lossless-json';
import { type EditableLetter } from '../../../src/dead-letters/replay/editable.js';
import { inTurn, jqEditor, parseFieldEdit, setFields } from '../../../src/dead-letters/replay/edits.js';
import { SentRecords } from '../../../src/dead-letters/replay/sent-records.js';
import { staleReason } from '../../../src/dead-letters/replay/staleness.js';

const letter: EditableLetter = {
  id: 'shop-users/0/1',
  table: 'users',
  error: 'no',
  event: parse('{"big":{"value":12345678901234567890},"name":{"value":"A","set":true},"__op":"i"}'),
  key: null,
};

describe('edits', () => {
  test('set fields, JSON where it is some', async () => {
    const editor = setFields(
      ['event.name.value=b', 'event.age={"value":7,"set":true}', 'key=null'].map(parseFieldEdit),
    );
    const [edited] = await editor([letter]);
    expect(stringify(edited)).toBe(
      '{"id":"shop-users/0/1","table":"users","error":"no","event":{"big":{"value":12345678901234567890},"name":{"value":"b","set":true},"__op":"i","age":{"value":7,"set":true}},"key":null}',
    );
  });

  test('leave out a letter in which there is no such field', async () => {
    expect(await setFields([parseFieldEdit('event.name.value.x=1')])([letter])).toEqual([
      { leftOut: '--set event.name.value.x: event.name.value is no object' },
    ]);
  });

  test('run a jq filter on each letter, and keep every digit of what it does not touch', async () => {
    const [edited] = await jqEditor('.event.name.value |= ascii_downcase # a comment')([letter]);
    expect(stringify(edited)).toContain('{"big":{"value":12345678901234567890},"name":{"value":"a","set":true}');
  });

  test.each([
    ['empty', '--jq has left it out'],
    ['., .', '--jq has 2 results for it'],
    ['1', '--jq: the result is no letter, it has no id'],
    ['.event.name | tonumber', expect.stringMatching(/^--jq: .*number/)],
  ])('leave out a letter for which the filter %s has no letter', async (filter, leftOut) => {
    expect(await jqEditor(filter)([letter, letter])).toEqual([{ leftOut }, { leftOut }]);
  });

  test('refuse a filter that is none', async () => {
    await expect(jqEditor('.a | nope')([letter])).rejects.toThrow(/--jq: .*nope/);
    expect(process.exitCode).toBeUndefined();
  });

  test('come one after the other, without the letters that one has left out', async () => {
    const second = { ...letter, id: 'shop-users/0/2' };
    const editor = inTurn([jqEditor('select(.id != "shop-users/0/1")'), setFields([parseFieldEdit('event=x')])]);
    expect(await editor([letter, second])).toEqual([{ leftOut: '--jq has left it out' }, { ...second, event: 'x' }]);
  });
});

describe('a letter is stale', () => {
  const row = (writeTimes: (bigint | null)[]) => ({
    keys: [],
    cells: writeTimes.map(() => null),
    writeTimes,
    ttlSeconds: null,
  });
  const event = (op: string, ...touched: boolean[]) => ({ op, writeTimeUs: 100n, touched });
  const known = (markerTime: bigint | null) => ({ markerTime });

  test.each([
    ['an update whose row is gone', event('u', true), undefined, undefined, 'the row is gone from Cassandra'],
    [
      'an update whose values are all newer',
      event('u', true, true),
      row([101n, 102n]),
      undefined,
      'written again later',
    ],
    ['an insert whose row has a newer marker', event('i', true), row([101n]), known(101n), 'written again later'],
    ['a delete of a row that is all newer', event('d'), row([101n, 101n]), undefined, 'whole row was written again'],
  ])('%s', (_, facts, source, target, reason) => {
    expect(staleReason(facts, source, target)).toContain(reason);
  });

  test.each([
    ['an update of which one value is the newest', event('u', true, true), row([101n, 100n]), undefined],
    ['an update of a value whose time is not told', event('u', true, true), row([101n, null]), undefined],
    ['an update of values that were not touched later', event('u', true, false), row([99n, 101n]), undefined],
    ['an insert that alone makes the row live', event('i', true), row([101n]), known(99n)],
    ['an insert into a row that PostgreSQL does not know', event('i', true), row([101n]), undefined],
    ['an insert of the key alone', event('i', false), row([101n]), known(101n)],
    ['a delete of a row that is gone', event('d'), undefined, undefined],
    ['a delete that kills a value still', event('d'), row([101n, null]), undefined],
  ])('but not %s', (_, facts, source, target) => {
    expect(staleReason(facts, source, target)).toBeUndefined();
  });
});

test('records that were sent are left until they are consumed or have failed', () => {
  const sent = new SentRecords();
  const place = { topic: 't', partition: 0 };
  sent.add(place, { from: 10, to: 15 });
  sent.add(place, { from: 15, to: 20 });
  sent.add(place, { from: 30, to: 32 });
  sent.add({ topic: 'u', partition: 1 }, { from: 0, to: 1 });
  expect(sent.topics()).toEqual(['t', 'u']);
  const consumed = (offset: number) => new Map([['t', new Map([[0, offset]])]]);
  expect(sent.left(new Map(), new Map())).toBe(13);
  expect(sent.left(consumed(18), new Map())).toBe(5);
  expect(sent.left(consumed(32), new Map([['u/1', new Set([0])]]))).toBe(0);
  // A failure before what was consumed is not counted twice.
  expect(sent.left(consumed(31), new Map([['t/0', new Set([12, 31])]]))).toBe(1);
});
