import { type LagReport, type PartitionLag, type SourceLag } from '../../src/lag/report.js';

const pace = { perSecond: 12.5, comesPerSecond: 12.5, catchUpSeconds: 0 };

export function sourceLag(given: Partial<SourceLag> = {}): SourceLag {
  return {
    ...pace,
    ...{ status: 'OK', recordsBehind: 0, secondsBehind: 0, node: 'node1', position: 'CommitLog-7-1:10' },
    ...{
      newestPosition: 'CommitLog-7-1:10',
      passedOver: [],
      isWhole: true,
      unreadSegments: 0,
      unreadBytes: 0,
      syncSeconds: 0.2,
    },
    ...{ usedBytes: 2 * 1024 ** 2, totalBytes: 1024 ** 3, whenFull: 'writes fail', fullInSeconds: null },
    ...{ isHealthy: true, unknown: null },
    ...given,
  };
}

export function partitionLag(given: Partial<PartitionLag> = {}): PartitionLag {
  return {
    ...pace,
    ...{ status: 'OK', recordsBehind: 0, secondsBehind: 0, table: 'users', topic: 'shop-users', partition: 0 },
    ...{ endOffset: 1234, committedOffset: 1234, lostRecords: 0, safeForSeconds: null },
    ...given,
  };
}

/** Of a pipeline that is caught up. */
export function lagReport(given: Partial<LagReport> = {}): LagReport {
  return {
    ...{ pipeline: 'shop', at: '2026-11-29T07:00:00.000Z', windowSeconds: 3, secondsBehind: 0, recordsBehind: 0 },
    verdict: { status: 'OK', part: null, where: null, reason: 'everything that was read is in PostgreSQL' },
    ...{ findings: [], sources: [sourceLag()], partitions: [partitionLag()] },
    connectors: [
      connector({ name: 'shop-source-node1', kind: 'source', of: 'node1' }),
      connector({ name: 'shop-sink-users', kind: 'sink', of: 'users' }),
    ],
    deadLetters: { inTopic: 0, refused: 0 },
    reconcileQueue: { due: 0, later: 0 },
    ...{ leaseAgeSeconds: null, away: [] },
    ...given,
  };
}

function connector(
  one: Pick<LagReport['connectors'][number], 'name' | 'kind' | 'of'>,
): LagReport['connectors'][number] {
  return { ...one, state: 'RUNNING', tasks: [{ id: 0, state: 'RUNNING', error: null }], error: null };
}
