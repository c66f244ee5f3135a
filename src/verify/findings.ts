import { setTimeout as sleep } from 'node:timers/promises';
import { type Cells } from '../tables/canonical/record.js';
import { type BothSides } from './both-sides.js';
import { readCassandraRows } from './cassandra/read-by-key.js';
import { describeDifference } from './describe-difference.js';
import { lookUntilStable, type LooksOptions, type RowPair } from './looks.js';
import { readPostgresRows } from './postgresql/read-by-key.js';
import { type Difference } from './report.js';
import { RowHasher } from './row-hash.js';
import { type Suspect } from './suspects.js';

export interface FindingsOptions {
  sides: BothSides;
  maxWaitMs: number;
  /** Differences to keep. */
  limit: number;
}

/** Suspects of one series of looks: bounds the memory, and keeps a mass of differences from waiting for each other. */
const suspectsPerSeries = 50_000;

/** Takes suspects, looks at them until they are stable, and keeps what is left of them. */
export class Findings {
  readonly listed: Difference[] = [];
  differenceCount = 0;
  inFlightCount = 0;
  unreadRows = 0;
  private waiting: Suspect[] = [];
  private series: Promise<void> = Promise.resolve();

  constructor(private readonly options: FindingsOptions) {}

  /** Settled at once as long as there is room for more; else when the suspects so far have been looked at. */
  async add(suspects: Suspect[]): Promise<void> {
    this.waiting.push(...suspects);
    if (this.waiting.length >= suspectsPerSeries) await this.settle();
  }

  /** Looks at all that is waiting. */
  async settle(): Promise<void> {
    const suspects = this.waiting;
    this.waiting = [];
    this.series = this.series.then(() => lookUntilStable(suspects, this.looks()));
    await this.series;
  }

  private looks(): LooksOptions {
    const { sides, maxWaitMs } = this.options;
    const { table, signal } = sides;
    const hasher = new RowHasher(table);
    return {
      maxWaitMs,
      readCassandra: (suspects) =>
        readCassandraRows(
          { ...sides, client: sides.cassandra },
          suspects.map(({ raw }) => raw),
        ),
      readPostgres: (suspects) =>
        readPostgresRows(
          sides.postgresql,
          table,
          suspects.map(({ key }) => key),
        ),
      fingerprint: (cells) => fingerprint(hasher, cells),
      now: () => performance.now(),
      pause: (milliseconds) => sleep(milliseconds, undefined, { signal }),
      onDifference: (pair) => {
        this.differenceCount++;
        this.list(pair, 'unknown');
      },
      onInFlight: (pair) => {
        this.inFlightCount++;
        this.list(pair, 'in-flight');
      },
      onUnread: () => {
        this.unreadRows++;
      },
    };
  }

  private list(pair: RowPair, cause: Difference['cause']): void {
    if (this.listed.length >= this.options.limit) return;
    this.listed.push({ ...describeDifference(this.options.sides.table, pair), cause });
  }
}

function fingerprint(hasher: RowHasher, cells: Cells | undefined): string {
  if (cells === undefined) return 'absent';
  const { row } = hasher.hash(cells);
  return `${row.high}:${row.low}`;
}
