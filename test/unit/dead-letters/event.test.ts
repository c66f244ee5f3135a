import { describe, expect, test } from '@jest/globals';
import { EventDescription } from '../../../src/dead-letters/event.js';

function described(event: string | null, keyColumns: string[] | undefined = ['id']) {
  const description = new EventDescription(event, keyColumns);
  return { key: description.key(), operation: description.operation(), sourceTime: description.sourceTime() };
}

const nothing = { key: null, operation: null, sourceTime: null };

describe('what an event says of its row', () => {
  test('keeps every digit of a key', () => {
    const event = '{"id":{"value":12345678901234567890.10},"__op":"u","__source_ts_us":1700000000000001}';
    const key = { id: '12345678901234567890.10' };
    expect(described(event)).toEqual({ key, operation: 'update', sourceTime: '2023-11-14T22:13:20.000Z' });
  });

  test.each([null, '', 'no JSON', '[1]', '"text"', 'null', '7', '{}'])('has nothing for %j', (event) => {
    expect(described(event)).toEqual(nothing);
  });

  test('leaves out what cannot be read', () => {
    const event = '{"id":{"value":"a"},"__op":"x","__source_ts_us":1e30}';
    expect(described(event)).toEqual({ ...nothing, key: { id: 'a' } });
    expect(new EventDescription(event, undefined).key()).toBeNull();
  });
});
