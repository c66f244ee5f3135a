import { type ExamplePipeline } from '../../support/example-pipeline.js';

const rowsOfBatch = 50;
const batchesInFlight = 8;

/** The table that is written to, as wide as is asked for. */
export function tableOf(columns: number): string {
  const values = Array.from({ length: columns }, (_, index) => `c${index} text`).join(', ');
  return `CREATE TABLE warehouse.events (bucket bigint, id bigint, ${values}, PRIMARY KEY (bucket, id)) WITH cdc = true`;
}

/** Writes rows of a table as wide; no row is written twice. */
export class Writer {
  private next = 0;
  private readonly insert: string;

  constructor(
    private readonly example: ExamplePipeline,
    private readonly columns: number,
  ) {
    const names = Array.from({ length: columns }, (_, index) => `c${index}`);
    const marks = ['?', '?', ...names.map(() => '?')].join(', ');
    this.insert = `INSERT INTO ${example.keyspace}.events (bucket, id, ${names.join(', ')}) VALUES (${marks})`;
  }

  /** As fast as it goes: many rows of a partition at once, each of which is an event. */
  async writeMany(count: number): Promise<void> {
    const batches = Math.ceil(count / rowsOfBatch);
    let begun = 0;
    const work = async () => {
      while (begun < batches) {
        const bucket = String(this.next + begun);
        const size = Math.min(rowsOfBatch, count - begun * rowsOfBatch);
        begun++;
        const queries = Array.from({ length: size }, (_, id) => ({
          query: this.insert,
          params: this.parameters(bucket, String(id)),
        }));
        await this.example.cassandra.batch(queries, { prepare: true, logged: false });
      }
    };
    await Promise.all(Array.from({ length: batchesInFlight }, work));
    this.next += batches;
  }

  /** @returns the row's bucket */
  async writeOne(): Promise<number> {
    const bucket = this.next++;
    await this.example.cassandra.execute(this.insert, this.parameters(String(bucket), '0'), { prepare: true });
    return bucket;
  }

  private parameters(bucket: string, id: string): string[] {
    return [bucket, id, ...Array.from({ length: this.columns }, (_, index) => `value ${index} of ${bucket}`)];
  }
}
