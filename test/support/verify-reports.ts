import { type Envelope } from '../../src/output/envelope.js';
import { type Difference, type TableReport, type VerifyReport } from '../../src/verify/report.js';

/** A made-up table that is equal, but for what is given. */
export function tableReport(given: Partial<TableReport> = {}): TableReport {
  const verdict = given.verdict ?? 'equal';
  return {
    pipeline: 'shop',
    keyspace: 'shop',
    table: 'users',
    target: 'public.users',
    equal: verdict === 'equal',
    verdict,
    columns: ['id', 'at', 'name'],
    rows: { cassandra: 1234, postgresql: 1234 },
    differences: [],
    differenceCount: 0,
    kinds: {},
    causes: {},
    inFlightCount: 0,
    unreadRanges: [],
    unreadRows: 0,
    repair: null,
    ring: [],
    seconds: 1.25,
    ...given,
  };
}

/** A made-up row whose name differs, but for what is given. */
export function difference(given: Partial<Difference> = {}): Difference {
  return {
    kind: 'changed',
    key: { id: '1', at: '2024-01-01 00:00:00+00' },
    token: '-42',
    columns: [{ name: 'name', cassandra: 'Ada', postgresql: 'Bob' }],
    cause: 'unknown',
    mend: null,
    repair: null,
    ...given,
  };
}

export function verifyReport(tables: TableReport[], given: Partial<VerifyReport> = {}): VerifyReport {
  return {
    equal: tables.every(({ equal }) => equal),
    startedAt: '2026-03-01T02:00:00.000Z',
    seconds: 2.5,
    consistency: 'LOCAL_QUORUM',
    scope: null,
    tables,
    ...given,
  };
}

export function verifyEnvelope(data: VerifyReport, warnings: string[] = []): Envelope<VerifyReport> {
  return { schemaVersion: 1, command: 'verify', ok: data.equal, data, warnings, error: null };
}
