import pg, { type Client } from 'pg';

export interface StreamOptions {
  text: string;
  values?: unknown[];
  signal: AbortSignal;
}

/** Runs a query and hands over each row as it arrives, without keeping any. */
export async function streamRows<T>(client: Client, options: StreamOptions, onRow: (row: T) => void): Promise<void> {
  const { text, values = [], signal } = options;
  signal.throwIfAborted();
  let abort: (() => void) | undefined;
  try {
    await new Promise<void>((resolve, reject) => {
      abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort);
      const query = new pg.Query({ text, values });
      query.on('row', (row) => onRow(row as T));
      query.on('error', reject);
      query.on('end', () => resolve());
      client.query(query);
    });
  } finally {
    if (abort !== undefined) signal.removeEventListener('abort', abort);
  }
}
