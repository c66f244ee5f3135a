import { assess } from '../../../src/lag/assess.js';
import {
  type ConnectorReading,
  type PartitionReading,
  type Reading,
  type SourceReading,
} from '../../../src/lag/reading/reading.js';

const startMs = Date.UTC(2026, 0, 1);

function connector(of: Partial<ConnectorReading> = {}): ConnectorReading {
  return { name: 's', kind: 'sink', of: 't', state: 'RUNNING', error: null, tasks: [task('RUNNING')], ...of };
}

function task(state: 'RUNNING' | 'FAILED', error: string | null = null) {
  return { id: 0, state, error };
}

function partition(of: Partial<PartitionReading> = {}): PartitionReading {
  return {
    ...{ table: 't', topic: 'topic', partition: 0, lowOffset: 0, endOffset: 10, committedOffset: 10, leftRecords: 0 },
    ...{ firstLeft: null, hasConsumer: true, retentionMs: 100_000, ...of },
  };
}

function reading(seconds: number, of: Partial<Reading> = {}): Reading {
  return {
    ...{ atMs: startMs + seconds * 1000, connectors: [connector()], sources: [], partitions: [partition()] },
    ...{ deadLetterRecords: 0, target: null, away: [], ...of },
  };
}

const behind = (left: number, of: Partial<PartitionReading> = {}) =>
  partition({
    ...{ committedOffset: 10 - left, leftRecords: left },
    firstLeft: { offset: 10 - left, writtenMs: startMs - 5000, arrivedMs: startMs - 4000 },
    ...of,
  });

test('seconds, rates and the time that is left are told', () => {
  const report = assess('p', [
    reading(0, { partitions: [behind(8)] }),
    reading(2, { partitions: [behind(4, { endOffset: 12, committedOffset: 8 })] }),
  ]);
  expect(report).toMatchObject({ windowSeconds: 2, secondsBehind: 7, recordsBehind: 4, verdict: { status: 'OK' } });
  expect(report.partitions[0]).toMatchObject({
    ...{ perSecond: 3, comesPerSecond: 1, catchUpSeconds: 2, safeForSeconds: 94, lostRecords: 0 },
  });
});

test('what is away is told before what does not run for it, and what others need before them', () => {
  const away = (part: 'kafka' | 'postgresql') => ({
    part,
    kind: 'unreachable' as const,
    message: part,
    resource: null,
  });
  const report = assess('p', [
    reading(0, {
      ...{ away: [away('postgresql'), away('kafka')], partitions: null },
      connectors: [connector({ tasks: [task('FAILED', 'no broker')] })],
    }),
  ]);
  expect(report.findings.map(({ part, status }) => [part, status])).toEqual([
    ['kafka', 'AWAY'],
    ['postgresql', 'AWAY'],
    ['sink', 'STOPPED'],
  ]);
  expect(report).toMatchObject({ recordsBehind: null, secondsBehind: null, partitions: [] });
});

test.each([
  [{ state: 'ABSENT', tasks: [] }, 'there is no such connector; cdcctl deploy makes it'],
  [{ state: 'FAILED', error: 'boom' }, 'the connector is FAILED: boom'],
  [{ tasks: [] }, 'the connector has no task'],
  [{ tasks: [task('FAILED', 'boom')] }, 'task 0 is FAILED: boom'],
] as const)('a connector with %j is at fault, also while nothing is behind', (of, reason) => {
  const report = assess('p', [reading(0, { connectors: [connector(of as Partial<ConnectorReading>)] })]);
  expect(report.verdict).toEqual({ status: 'STOPPED', part: 'sink', where: 's', reason });
});

test('records that Kafka has deleted unread, and those that it soon will, are told', () => {
  const lost = assess('p', [reading(0, { partitions: [partition({ committedOffset: 3, lowOffset: 7 })] })]);
  expect(lost.verdict).toMatchObject({ status: 'LOST', part: 'kafka', where: 'topic/0' });
  expect(lost.partitions[0]!.lostRecords).toBe(4);
  const soon = assess('p', [reading(80, { partitions: [behind(2)] })]);
  expect(soon.verdict).toMatchObject({ status: 'WARN', part: 'kafka', where: 'topic/0' });
  expect(soon.verdict.reason).toContain('within the hour');
});

test('a source whose threads have ended is at fault although its connector runs', () => {
  const source = {
    node: 'n',
    isInConnect: true,
    cdcRaw: 'not here',
    unread: 'not here',
    positions: [],
    isHealthy: false,
  };
  const report = assess('p', [reading(0, { sources: [source] })]);
  expect(report.verdict).toMatchObject({ status: 'STALLED', part: 'source', where: 'n' });
  expect(report.sources[0]).toMatchObject({ status: 'UNKNOWN', recordsBehind: null, unknown: 'not here' });
});

describe('a source that is past the changes of a table', () => {
  /** @param usersAt how far it is with the table */
  const source = (passed: string[], usersAt = 10): SourceReading => ({
    ...{ node: 'n', isInConnect: true, cdcRaw: 'not here', isHealthy: true },
    positions: [
      { table: 'users', position: { segment: 1, offset: usersAt } },
      { table: 'orders', position: { segment: 1, offset: 90 } },
    ],
    unread: { changes: 3, segments: 1, bytes: 100, oldestMs: startMs, passed, isWhole: true },
  });
  const running = connector({ kind: 'source', of: 'n' });
  const looks = (...sources: SourceReading[]) =>
    assess(
      'p',
      sources.map((one, index) =>
        reading(index, {
          ...{ sources: [one], connectors: [running] },
          partitions: [partition({ endOffset: 10 + index, committedOffset: 10 + index })],
        }),
      ),
    );

  test('passes over it when none has come over all readings, whatever else it does', () => {
    const report = looks(source(['users']), source(['users']), source(['users']));
    expect(report.sources[0]).toMatchObject({ status: 'STALLED', passedOver: ['users'] });
    expect(report.verdict).toEqual({
      ...{ status: 'STALLED', part: 'source', where: 'n' },
      reason: 'it passes over the changes of users, later ones of other tables have come; restart its worker',
    });
  });

  test.each([
    ['at once', [source(['users'])]],
    ['while its events are on their way', [source(['users']), source([]), source(['users'])]],
    ['while some of its changes come', [source(['users'], 10), source(['users'], 20), source(['users'], 30)]],
  ])('is not at fault %s', (_, sources) => {
    const report = looks(...sources);
    expect(report.sources[0]).toMatchObject({ passedOver: [] });
    expect(report.verdict.status).not.toBe('STALLED');
  });
});
