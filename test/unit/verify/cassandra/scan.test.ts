import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import cassandra, { type Client } from 'cassandra-driver';
import { codecOf } from '../../../src/tables/canonical/codec-of.js';
import { scanTable } from '../../../src/verify/cassandra/scan.js';
import { typeMapping } from '../../../src/tables/type-mapping.js';
import { type ComparedTable } from '../../../src/verify/compared-table.js';

const { ResponseError } = cassandra.errors;
const { readFailure, unauthorized, unavailableException } = cassandra.types.responseErrorCodes;
const type = { kind: 'scalar', name: 'int' } as const;
const table: ComparedTable = {
  keyspace: 'shop',
  name: 'items',
  view: { schema: 'shop', name: 'items' },
  bookkeeping: 'shop_cdc',
  partitionKey: ['id'],
  keys: [{ name: 'id', target: 'id', type, mapping: typeMapping(type, '')!, codec: codecOf(type)! }],
  cells: [],
};

/** A ring of the tokens 1 to 16 with one row each, in pages of two rows. */
function ring(failAt: (range: { start: number; end: number; page: number }) => Error | undefined): Client {
  const execute = (_query: string, [after, upTo]: [unknown, unknown], options: { pageState?: string }) => {
    const page = Number(options.pageState ?? 0);
    const [start, end] = [Number(after) + page * 2, Number(upTo)];
    const failure = failAt({ start: Number(after), end, page });
    if (failure !== undefined) return Promise.reject(failure);
    const tokens = Array.from({ length: Math.min(2, end - start) }, (_, index) => start + index + 1);
    const rows = tokens.map((token) => ({ c0: Buffer.from([0, 0, 0, token]) }));
    return Promise.resolve({ rows, pageState: start + 2 < end ? String(page + 1) : undefined });
  };
  return { execute } as unknown as Client;
}

async function scan(client: Client): Promise<{ unreadRanges: number; rows: number[]; attempts: number }> {
  const rows: number[] = [];
  let attempts = 0;
  const { unreadRanges } = await scanTable({
    client,
    table,
    ranges: [
      { start: 0n, end: 8n },
      { start: 8n, end: 16n },
    ],
    consistency: 1,
    signal: new AbortController().signal,
    visit: () => {
      const attempt: number[] = [];
      attempts++;
      return {
        rows: (cells) => void attempt.push(...cells.map(([id]) => id!.readInt32BE())),
        complete: () => void rows.push(...attempt),
      };
    },
  });
  return { unreadRanges, rows: rows.sort((a, b) => a - b), attempts };
}

const all = Array.from({ length: 16 }, (_, index) => index + 1);

beforeEach(() => {
  jest.useFakeTimers({ advanceTimers: 1000 });
});
afterEach(() => {
  jest.useRealTimers();
});

test('every row is read once', async () => {
  expect(await scan(ring(() => undefined))).toEqual({ unreadRanges: 0, rows: all, attempts: 2 });
});

test('a range that is too much is halved until it can be read; its rows count once', async () => {
  const client = ring(({ start, end, page }) =>
    end - start > 2 && page === 1 ? new ResponseError(readFailure, 'tombstones') : undefined,
  );
  expect(await scan(client)).toMatchObject({ unreadRanges: 0, rows: all });
});

test('a range that stays unreadable is counted, the others are read', async () => {
  const client = ring(({ start, end }) =>
    start < 3 && end >= 3 ? new ResponseError(readFailure, 'corrupt') : undefined,
  );
  expect(await scan(client)).toMatchObject({ unreadRanges: 1, rows: all.filter((row) => row !== 3) });
}, 20_000);

test('a node that is away for a moment is waited for', async () => {
  let failures = 2;
  const client = ring(() => (failures-- > 0 ? new ResponseError(unavailableException, 'down') : undefined));
  expect(await scan(client)).toMatchObject({ unreadRanges: 0, rows: all });
});

test('a query that is refused is an error, not an unread range', async () => {
  const client = ring(() => new ResponseError(unauthorized, 'no SELECT permission'));
  await expect(scan(client)).rejects.toMatchObject({ kind: 'unauthorised', resource: 'shop.items' });
});
