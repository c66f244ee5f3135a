import { setTimeout as sleep } from 'node:timers/promises';
import { keyId } from '../../rows/known-rows.js';
import { type BothSides } from '../both-sides.js';
import { readCassandraRows } from '../cassandra/read-by-key.js';
import { readPostgresRows } from '../postgresql/read-by-key.js';
import { type Repairer } from '../repair/repair.js';
import { type Cause, type Difference, type DifferenceKind, type RepairOutcome } from '../report.js';
import { explain, whatPostgresKnows } from './causes.js';
import { describeDifference } from './describe.js';
import { sameValue } from './open-columns.js';
import { lookUntilStable, type LooksOptions, type RowPair } from './looks.js';
import { type Suspect } from './suspect.js';

export interface FindingsOptions {
  sides: BothSides;
  maxWaitMs: number;
  /** Differences to keep. */
  limit: number;
  repairer?: Repairer | undefined;
  /** Told of each row that differs and stays so, with the token of its partition where it has one. */
  onDifference: (token: bigint | null) => void;
  /** Told how many suspects there are to look at, and when they are done. */
  onLooking: (rows: number) => void;
}

/** Suspects of one series of looks: bounds the memory, and keeps a mass of differences from waiting for each other. */
const suspectsPerSeries = 50_000;

/** Takes suspects, looks at them until they are stable, explains and repairs what is left, and keeps the report of it. */
export class Findings {
  readonly listed: Difference[] = [];
  differenceCount = 0;
  inFlightCount = 0;
  unreadRows = 0;
  readonly kinds: Partial<Record<DifferenceKind, number>> = {};
  readonly causes: Partial<Record<Cause, number>> = {};
  readonly outcomes: Partial<Record<RepairOutcome, number>> = {};
  private waiting: Suspect[] = [];
  private series: Promise<void> = Promise.resolve();

  constructor(private readonly options: FindingsOptions) {}

  /** Settled at once as long as there is room for more; else when the suspects so far have been looked at. */
  async add(suspects: Suspect[]): Promise<void> {
    for (const suspect of suspects) this.waiting.push(suspect);
    if (this.waiting.length >= suspectsPerSeries) await this.settle();
  }

  /** Looks at all that is waiting. */
  async settle(): Promise<void> {
    const suspects = this.waiting;
    this.waiting = [];
    this.series = this.series.then(async () => {
      if (suspects.length === 0) return;
      this.options.onLooking(suspects.length);
      await lookUntilStable(suspects, this.looks());
    });
    await this.series;
  }

  private looks(): LooksOptions {
    const { sides, maxWaitMs } = this.options;
    const { table, signal } = sides;
    return {
      keyCount: table.keys.length,
      maxWaitMs,
      readCassandra: (suspects) =>
        readCassandraRows(
          sides,
          suspects.map(({ raw }) => raw),
        ),
      readPostgres: async (suspects) => {
        const keys = suspects.map(({ key }) => key);
        const rows = await readPostgresRows(sides.postgresql, table, keys);
        return rows.map((row, index) => (suspects[index]!.isShadowed === true ? undefined : row));
      },
      haveArrived: (pairs) => this.haveArrived(pairs),
      now: () => performance.now(),
      pause: (milliseconds) => sleep(milliseconds, undefined, { signal }),
      onDifferences: (pairs) => this.keep(pairs),
      onInFlight: (pair) => {
        this.inFlightCount++;
        this.list({ ...describeDifference(sides, pair), cause: 'in-flight' });
      },
      onUnread: () => {
        this.unreadRows++;
      },
    };
  }

  /**
   * A cell whose write PostgreSQL already knows, or a newer one, is not on its way. The values are read after the write
   * times: a write that comes between the two must not pass for one that was there and failed.
   */
  private async haveArrived(pairs: RowPair[]): Promise<boolean[]> {
    const { sides } = this.options;
    const known = await whatPostgresKnows(sides, pairs);
    if (known === undefined) return pairs.map(() => false);
    const held = await readPostgresRows(
      sides.postgresql,
      sides.table,
      pairs.map(({ suspect }) => suspect.key),
    );
    const keyCount = sides.table.keys.length;
    return pairs.map(({ suspect, cassandra, postgresql, differing }, i) => {
      const row = known.get(keyId(suspect.key));
      if (row === undefined || cassandra === undefined || postgresql === undefined) return false;
      return differing.every((index) => {
        const [source, target] = [cassandra.writeTimes[index], row.cellTimes[index]];
        const isKnown = typeof source === 'bigint' && typeof target === 'bigint' && source <= target;
        return isKnown && sameValue(held[i]?.[keyCount + index], postgresql[keyCount + index]);
      });
    });
  }

  private async keep(pairs: RowPair[]): Promise<void> {
    const { sides, repairer, onDifference } = this.options;
    const findings = pairs.map((pair) => ({ pair, difference: describeDifference(sides, pair) }));
    await explain(sides, findings);
    const outcomes = await repairer?.repair(pairs);
    for (const [index, { difference }] of findings.entries()) {
      const outcome = outcomes?.[index];
      if (outcome !== undefined) {
        difference.repair = outcome;
        this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
      }
      this.list(difference);
      if (outcome === 'repaired' || outcome === 'removed') continue;
      this.differenceCount++;
      this.kinds[difference.kind] = (this.kinds[difference.kind] ?? 0) + 1;
      this.causes[difference.cause] = (this.causes[difference.cause] ?? 0) + 1;
      onDifference(difference.token === null ? null : BigInt(difference.token));
    }
  }

  private list(difference: Difference): void {
    if (this.listed.length < this.options.limit) this.listed.push(difference);
  }
}
