import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import cassandra, { type Client } from 'cassandra-driver';
import { scanTable, type Throttle } from '../../../../src/verify/cassandra/scan.js';
import { type UnreadRange } from '../../../../src/verify/report.js';
import { rawPage } from '../../../support/raw-page.js';
import { comparedOf } from '../compared.js';

const { ResponseError } = cassandra.errors;
const { readFailure, unauthorized, unavailableException } = cassandra.types.responseErrorCodes;
const table = comparedOf({ name: 'items', partitionKey: { id: 'int' }, regulars: {} });

interface Ring {
  client: Client;
  fetchSizes: Set<number>;
}

/** A ring of the tokens 1 to 16 with one row each, in pages of two rows. */
function ring(failAt: (range: { start: number; end: number; page: number }) => Error | undefined): Ring {
  const fetchSizes = new Set<number>();
  type Options = { pageState?: string; fetchSize: number };
  const execute = (_query: string, [after, upTo]: [unknown, unknown], options: Options) => {
    fetchSizes.add(options.fetchSize);
    const page = Number(options.pageState ?? 0);
    const [start, end] = [Number(after) + page * 2, Number(upTo)];
    const failure = failAt({ start: Number(after), end, page });
    if (failure !== undefined) return Promise.reject(failure);
    const tokens = Array.from({ length: Math.min(2, end - start) }, (_, index) => start + index + 1);
    const rows = [rawPage(tokens.map((token) => [Buffer.from([0, 0, 0, token])]))];
    return Promise.resolve({ rows, pageState: start + 2 < end ? String(page + 1) : undefined });
  };
  return { client: { execute } as unknown as Client, fetchSizes };
}

interface Scanned {
  unread: UnreadRange[];
  rows: number[];
  attempts: { complete: number; discarded: number };
}

interface ScanChoices {
  throttle?: Throttle;
  signal?: AbortSignal;
  /** What the visitor fails with at each page. */
  failure?: Error;
}

async function scan(
  { client }: Ring,
  { throttle, signal = new AbortController().signal, failure }: ScanChoices = {},
): Promise<Scanned> {
  const scanned: Scanned = { unread: [], rows: [], attempts: { complete: 0, discarded: 0 } };
  await scanTable({
    client,
    table,
    ranges: [
      { start: 0n, end: 8n },
      { start: 8n, end: 16n },
    ],
    consistency: 1,
    throttle,
    signal,
    visit: () => {
      const attempt: number[] = [];
      return {
        page: (page) => {
          attempt.push(...[...page.rows()].map(([id]) => id!.readInt32BE()));
          if (failure !== undefined) throw failure;
        },
        complete: () => {
          scanned.attempts.complete++;
          scanned.rows.push(...attempt);
        },
        discard: () => scanned.attempts.discarded++,
      };
    },
    onUnread: (range) => scanned.unread.push(range),
  });
  scanned.rows.sort((a, b) => a - b);
  return scanned;
}

const all = Array.from({ length: 16 }, (_, index) => index + 1);

beforeEach(() => {
  jest.useFakeTimers({ advanceTimers: 1000 });
});
afterEach(() => {
  jest.useRealTimers();
});

test('every row is read once', async () => {
  const { unread, rows, attempts } = await scan(ring(() => undefined));
  expect({ unread, rows, attempts }).toEqual({ unread: [], rows: all, attempts: { complete: 2, discarded: 0 } });
});

test('a range that is too much is halved until it can be read; its rows count once', async () => {
  const tooMuch = ring(({ start, end, page }) =>
    end - start > 2 && page === 1 ? new ResponseError(readFailure, 'tombstones') : undefined,
  );
  // Each of the two ranges fails, and so do both of its halves; the quarters do not.
  expect(await scan(tooMuch)).toEqual({ unread: [], rows: all, attempts: { complete: 8, discarded: 6 } });
});

test('a range that stays unreadable is told with its tokens and the failure, the others are read', async () => {
  const corrupt = ring(({ start, end }) =>
    start < 3 && end >= 3 ? new ResponseError(readFailure, 'corrupt') : undefined,
  );
  expect(await scan(corrupt)).toMatchObject({
    unread: [{ after: '2', to: '3', failure: 'corrupt' }],
    rows: all.filter((row) => row !== 3),
  });
}, 20_000);

test('a cluster that is dead leaves every range unread', async () => {
  const dead = ring(() => new ResponseError(unavailableException, 'down'));
  expect(await scan(dead)).toMatchObject({
    unread: expect.arrayContaining([
      { after: '0', to: '8', failure: 'down' },
      { after: '8', to: '16', failure: 'down' },
    ]),
    rows: [],
    attempts: { complete: 0, discarded: 8 },
  });
}, 20_000);

test('a node that is away for a moment is waited for', async () => {
  let failures = 2;
  const away = ring(() => (failures-- > 0 ? new ResponseError(unavailableException, 'down') : undefined));
  expect(await scan(away)).toMatchObject({ unread: [], rows: all });
});

test('a query that is refused is an error, not an unread range', async () => {
  const refused = ring(() => new ResponseError(unauthorized, 'no SELECT permission'));
  await expect(scan(refused)).rejects.toMatchObject({ kind: 'unauthorised', resource: 'shop.items' });
});

test('what fails on the other side is an error, not an unread range', async () => {
  const failure = Object.assign(new Error('terminating connection'), { code: '57P01' });
  await expect(
    scan(
      ring(() => undefined),
      { failure },
    ),
  ).rejects.toBe(failure);
});

test('pages that the driver has decoded are an error, not empty ranges', async () => {
  const execute = () => Promise.resolve({ rows: [{ '# raw': Buffer.from([0, 0, 0, 1]) }] });
  const decoded = { client: { execute } as unknown as Client, fetchSizes: new Set<number>() };
  await expect(scan(decoded)).rejects.toThrow('did not give the rows as they stand on the wire');
});

test('the throttle is asked for the rows of each page before they are taken', async () => {
  const asked: number[] = [];
  const throttle = { rowsPerSecond: 250, pace: (rows: number) => Promise.resolve(void asked.push(rows)) };
  const slow = ring(() => undefined);
  expect((await scan(slow, { throttle })).rows).toEqual(all);
  expect(asked).toEqual(new Array(8).fill(2));
  expect([...slow.fetchSizes]).toEqual([250]);
});

test.each([
  [1, 100],
  [100, 100],
  [4999, 4999],
  [1_000_000, 5000],
])('at %d rows per second pages have %d rows', async (rowsPerSecond, pageRows) => {
  const slow = ring(() => undefined);
  await scan(slow, { throttle: { rowsPerSecond, pace: () => Promise.resolve() } });
  expect([...slow.fetchSizes]).toEqual([pageRows]);
});

test('an interrupted scan ends with the reason', async () => {
  const controller = new AbortController();
  const pace = (): Promise<void> => {
    controller.abort(new Error('interrupted'));
    return Promise.resolve();
  };
  const scanning = scan(
    ring(() => undefined),
    { throttle: { rowsPerSecond: 1, pace }, signal: controller.signal },
  );
  await expect(scanning).rejects.toThrow('interrupted');
});
