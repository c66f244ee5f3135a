import { describe, expect, test } from '@jest/globals';
import { causeOf } from '../../../src/dead-letters/cause.js';
import { EventDescription } from '../../../src/dead-letters/event.js';
import { LetterGroups } from '../../../src/dead-letters/group-letters.js';
import { type DeadLetter } from '../../../src/dead-letters/letter.js';
import { retentionWarning } from '../../../src/dead-letters/retention.js';
import { isSelected, parseLetterRange, type Selection } from '../../../src/dead-letters/selection.js';
import { letterOfRecord } from '../../../src/dead-letters/topic-letter.js';
import { trailOf } from '../../../src/dead-letters/trail.js';
import { tableSettings, testPipeline } from '../../support/pipeline.js';

const letter: DeadLetter = {
  id: 'shop-users/2/17',
  store: 'topic',
  table: 'users',
  key: { id: '5' },
  operation: 'update',
  sourceTime: '2026-01-02T03:04:05.000Z',
  origin: { topic: 'shop-users', partition: 2, offset: 40 },
  stage: 'VALUE_CONVERTER',
  connector: 'shop-sink-users',
  errorClass: 'java.io.IOException',
  message: 'no',
  cause: 'abcd1234',
  attempts: 2,
  firstSeen: '2026-01-02T03:05:00.000Z',
  lastSeen: '2026-01-03T00:00:00.000Z',
};

const everything: Selection = { tables: [], causes: [], stages: [], letters: [], key: {} };

describe('a cause', () => {
  test.each([
    ["No content with id/hash 'contentId-9999' was found.", 'No content with id/hash … was found.'],
    ['value "12" is out of range for type smallint at 7.5', 'value … is out of range for type smallint at …'],
    ['row 123e4567-e89b-12d3-a456-426614174000 is bad', 'row … is bad'],
  ])('does not have what is of one record alone: %s', (message, pattern) => {
    expect(causeOf({ stage: 'MERGE', errorClass: 'x', message }).pattern).toBe(pattern);
  });

  test('is another one at another stage', () => {
    const at = (stage: string) => causeOf({ stage, errorClass: 'x', message: 'm' }).cause;
    expect(at('KEY_CONVERTER')).not.toBe(at('VALUE_CONVERTER'));
    expect(at('MERGE')).toMatch(/^[0-9a-f]{8}$/);
  });
});

function describeEvent(event: string | null, keyColumns: string[]) {
  const described = new EventDescription(event, keyColumns);
  return { key: described.key(), operation: described.operation(), sourceTime: described.sourceTime() };
}

describe('an event', () => {
  test('tells key, operation and write time, numbers with all their digits', () => {
    const event =
      '{"id":{"value":9007199254740993,"set":true},"at":{"value":"x"},"__op":"d","__source_ts_us":1700000000000001}';
    expect(describeEvent(event, ['id', 'at'])).toEqual({
      key: { id: '9007199254740993', at: 'x' },
      operation: 'delete',
      sourceTime: '2023-11-14T22:13:20.000Z',
    });
  });

  test.each([null, '{broken', '[]', '7', '{"id":7}', '{"__source_ts_us":1e300}'])(
    'that cannot be read tells nothing: %s',
    (event) => {
      expect(describeEvent(event, ['id'])).toEqual({ key: null, operation: null, sourceTime: null });
    },
  );
});

describe('a selection', () => {
  test.each<[string, Partial<Selection>, boolean]>([
    ['nothing', {}, true],
    ['its table', { tables: ['users'] }, true],
    ['another table', { tables: ['orders'] }, false],
    ['how its cause begins', { causes: ['abcd'] }, true],
    ['another stage', { stages: ['MERGE'] }, false],
    ['a time before', { since: new Date('2026-01-02T23:00:00Z') }, true],
    ['a time after', { since: new Date('2026-01-03T01:00:00Z') }, false],
    ['until a time before', { until: new Date('2026-01-02T23:00:00Z') }, false],
    ['its id', { letters: [{ id: 'shop-users/2/17' }] }, true],
    ['where it failed last', { letters: [{ id: 'shop-users/2/40' }] }, true],
    ['a range of offsets', { letters: [{ partition: 'shop-users/2', from: 10, to: 17 }] }, true],
    ['a range of another partition', { letters: [{ partition: 'shop-users/1', from: 10, to: 50 }] }, false],
    ['its key', { key: { id: '5' } }, true],
    ['another key', { key: { id: '6' } }, false],
    ['a column that is not of the key', { key: { name: 'x' } }, false],
  ])('%s', (_, selection, expected) => {
    expect(isSelected(letter, { ...everything, ...selection })).toBe(expected);
  });

  test.each([
    ['shop-users/2/17', { id: 'shop-users/2/17' }],
    ['dead_letters/9', { id: 'dead_letters/9' }],
    ['shop-users/2/1..30', { partition: 'shop-users/2', from: 1, to: 30 }],
    ['shop-users/2', undefined],
    ['shop-users/2/x', undefined],
    ['', undefined],
  ])('reads %s', (text, expected) => {
    expect(parseLetterRange(text)).toEqual(expected);
  });
});

test('letters of one table and cause are one group', () => {
  const groups = new LetterGroups();
  groups.add(letter);
  groups.add({ ...letter, id: 'other', attempts: 5, firstSeen: '2026-01-01T00:00:00.000Z' });
  groups.add({ ...letter, table: 'orders' });
  expect(groups.all()).toMatchObject([
    { table: 'users', letters: 2, attempts: 5, firstSeen: '2026-01-01T00:00:00.000Z', example: 'shop-users/2/17' },
    { table: 'orders', letters: 1 },
  ]);
});

describe('the retention', () => {
  const day = 86_400_000;
  test.each([
    [{ retentionMs: 10 * day, ageMs: 7 * day }, []],
    [{ retentionMs: 10 * day, ageMs: 9 * day }, [expect.stringContaining('in 24 hours')]],
    [{ retentionMs: 10 * day, ageMs: 11 * day }, [expect.stringContaining('within the hour')]],
    [{ retentionMs: -1, ageMs: 1000 * day }, []],
  ])('%j', (times, expected) => {
    expect(retentionWarning('dlq', times)).toEqual(expected);
  });
});

describe('a record of the dead letter topic', () => {
  const pipeline = { ...testPipeline('shop', [tableSettings('users')]), name: 'shop' };
  const context = { pipeline, keyColumns: new Map([['users', ['id']]]) };
  const headers = (more: Record<string, string> = {}) =>
    Object.fromEntries(
      Object.entries({
        '__connect.errors.topic': 'shop-users',
        '__connect.errors.partition': '2',
        '__connect.errors.offset': '17',
        '__connect.errors.stage': 'VALUE_CONVERTER',
        '__connect.errors.exception.class.name': 'org.apache.kafka.connect.errors.DataException',
        '__connect.errors.exception.message':
          'Converting byte[] to Kafka Connect data failed due to serialization error: ',
        ...more,
      }).map(([name, text]) => [name, Buffer.from(text)]),
    );
  const record = (more?: Record<string, string>) => ({
    ...{ partition: 0, offset: 3, timestampMs: 1000, key: null, value: null },
    headers: headers(more),
  });

  test('is told by its context headers, and its message by the first cause', () => {
    const trace = 'x: y\n\tat a.b\nCaused by: c: d\n\t... 3 more\nCaused by: java.net.ConnectException: refused\n';
    const found = letterOfRecord(record({ '__connect.errors.exception.stacktrace': trace }), context);
    expect(found?.letter).toMatchObject({
      id: 'shop-users/2/17',
      table: 'users',
      attempts: 1,
      message:
        'Converting byte[] to Kafka Connect data failed due to serialization error: java.net.ConnectException: refused',
    });
  });

  test('belongs to the letter that its trail names', () => {
    const trail = { replay: 1, batch: 2, letter: 'shop-users/0/1', attempt: 3, firstSeen: '2026-01-01T00:00:00.000Z' };
    const found = letterOfRecord(record({ 'cdcctl.replay': JSON.stringify(trail) }), context);
    expect(found?.letter).toMatchObject({ id: 'shop-users/0/1', attempts: 4, firstSeen: trail.firstSeen });
  });

  test.each(['', 'null', '{}', '{"letter":"x"}', '[1]'])('has no trail in %j', (text) => {
    expect(trailOf({ headers: { 'cdcctl.replay': Buffer.from(text) } })).toBeUndefined();
  });

  test('of a table that the pipeline no longer names is still its own, of another pipeline is not', () => {
    const gone = { '__connect.errors.topic': 'shop-old', '__connect.errors.connector.name': 'shop-sink-old' };
    expect(letterOfRecord(record(gone), context)?.letter.table).toBe('old');
    const others = { '__connect.errors.topic': 'web-old', '__connect.errors.connector.name': 'web-sink-old' };
    expect(letterOfRecord(record(others), context)).toBeUndefined();
    expect(letterOfRecord({ ...record(), headers: {} }, context)).toBeUndefined();
  });

  test('of an agent is told by the topics that agents write to', () => {
    const { source } = pipeline;
    const ofAgents = { ...context, pipeline: { ...pipeline, source: { ...source, mode: 'agent' as const } } };
    const topic = `${source.topicPrefix}.${pipeline.cassandra.keyspace}`;
    const found = (table: string) =>
      letterOfRecord(
        record({ '__connect.errors.topic': `${topic}.${table}`, '__connect.errors.connector.name': 'shop-sink-x' }),
        ofAgents,
      )?.letter.table;
    expect([found('users'), found('old')]).toEqual(['users', 'old']);
  });
});
