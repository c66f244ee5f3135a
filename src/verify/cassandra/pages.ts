import cassandra, { type Client, type types } from 'cassandra-driver';
import { type TokenRange } from '../../tables/token-ranges.js';

interface PagesOptions {
  client: Client;
  /** With two parameters: the tokens after and up to which to read. */
  query: string;
  range: TokenRange;
  consistency: types.consistencies;
  signal: AbortSignal;
}

/** 1,000 costs more time, 10,000 saves none. */
const pageRows = 5000;

/** Reads a range page by page; the next page is fetched while the caller works on this one. */
export async function* readPages({
  client,
  query,
  range,
  consistency,
  signal,
}: PagesOptions): AsyncGenerator<types.Row[]> {
  const parameters = [range.start, range.end].map((token) => cassandra.types.Long.fromString(token.toString()));
  const fetch = (pageState?: string): Promise<types.ResultSet> =>
    client.execute(query, parameters, {
      prepare: true,
      fetchSize: pageRows,
      consistency,
      isIdempotent: true,
      ...(pageState === undefined ? {} : { pageState }),
    });
  let next: Promise<types.ResultSet> | undefined = fetch();
  while (next !== undefined) {
    const page: types.ResultSet = await next;
    signal.throwIfAborted();
    next = page.pageState ? fetch(page.pageState) : undefined;
    // The failure of a page that nobody comes to await must not end the process.
    next?.catch(() => undefined);
    yield page.rows;
  }
}
