import pg, { type Client } from 'pg';
import { parseRecord } from '../../tables/canonical/record.js';

export interface StreamOptions {
  /** A SELECT without parameters of its own but `values`. */
  query: string;
  /** The columns of it that are wanted; none of them is NULL. */
  columns: string[];
  values?: unknown[];
  signal: AbortSignal;
}

/**
 * Runs a query and hands over the columns of each row in binary form as it arrives, without keeping any. They come as
 * one bytea: node-postgres reads text alone.
 */
export async function streamRows(
  client: Client,
  options: StreamOptions,
  onRow: (columns: Buffer[]) => void,
): Promise<void> {
  const { query: source, columns, values = [], signal } = options;
  signal.throwIfAborted();
  const text = `SELECT record_send(row(${columns.join(', ')})) AS record FROM (${source}) AS streamed`;
  let abort: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort);
      const query = new pg.Query({ text, values });
      query.on('row', ({ record }: { record: Buffer }) => {
        try {
          onRow(parseRecord(record) as Buffer[]);
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      query.on('error', reject);
      query.on('end', () => resolve());
      client.query(query);
    });
  } finally {
    if (abort !== undefined) signal.removeEventListener('abort', abort);
  }
}
