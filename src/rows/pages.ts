import { type Client, type types } from 'cassandra-driver';
import { type RawPage, rawPageOf } from '../clients/cassandra-raw-pages.js';

export interface PagedQuery {
  /** Selects raw columns: `rawSelection` in raw-rows.ts. */
  query: string;
  parameters: unknown[];
  fetchSize: number;
  consistency: types.consistencies;
}

/** Rows that were read together, and the time before that, in microseconds. */
export interface Page {
  page: RawPage;
  readAtUs: bigint;
}

/** Runs a query page by page; the next page is fetched while the caller works on this one. */
export async function* readPages(
  client: Client,
  { query, parameters, fetchSize, consistency }: PagedQuery,
): AsyncGenerator<Page> {
  const fetch = async (pageState?: string) => {
    const readAtUs = BigInt(Date.now()) * 1000n;
    const result = await client.execute(query, parameters, {
      prepare: true,
      fetchSize,
      consistency,
      isIdempotent: true,
      ...(pageState === undefined ? {} : { pageState }),
    });
    return { result, readAtUs };
  };
  let next: ReturnType<typeof fetch> | undefined = fetch();
  while (next !== undefined) {
    const { result, readAtUs }: Awaited<ReturnType<typeof fetch>> = await next;
    next = result.pageState ? fetch(result.pageState) : undefined;
    // The failure of a page that nobody comes to await must not end the process.
    next?.catch(() => undefined);
    yield { page: rawPageOf(result), readAtUs };
  }
}
