import { setTimeout as sleep } from 'node:timers/promises';
import { keyId } from '../../rows/known-rows.js';
import { type Cells } from '../../tables/canonical/record.js';
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
      readPostgres: (suspects) => this.readPostgres(suspects),
      haveArrived: (pairs) => this.haveArrived(pairs),
      now: () => performance.now(),
      pause: (milliseconds) => sleep(milliseconds, undefined, { signal }),
      onDifferences: (pairs) => this.keep(pairs),
      onInFlight: (pair) => this.passOver(pair),
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
    const known = await whatPostgresKnows(this.options.sides, pairs);
    if (known === undefined) return pairs.map(() => false);
    const stayed = await this.haveStayed(pairs);
    return pairs.map(({ suspect, cassandra, postgresql, differing }, i) => {
      const row = known.get(keyId(suspect.key));
      if (row === undefined || cassandra === undefined || postgresql === undefined || !stayed[i]) return false;
      return differing.every((index) => {
        const [source, target] = [cassandra.writeTimes[index], row.cellTimes[index]];
        return typeof source === 'bigint' && typeof target === 'bigint' && source <= target;
      });
    });
  }

  /** Whether PostgreSQL still has what it had at the look, in the cells that differ. */
  private async haveStayed(pairs: RowPair[]): Promise<boolean[]> {
    const held = await this.readPostgres(pairs.map(({ suspect }) => suspect));
    const keyCount = this.options.sides.table.keys.length;
    return pairs.map(({ postgresql, differing }, i) => {
      const now = held[i];
      const isSame = (index: number): boolean => sameValue(now?.[keyCount + index], postgresql?.[keyCount + index]);
      return (now === undefined) === (postgresql === undefined) && differing.every(isSame);
    });
  }

  private async readPostgres(suspects: Suspect[]): Promise<(Cells | undefined)[]> {
    const { postgresql, table } = this.options.sides;
    const rows = await readPostgresRows(
      postgresql,
      table,
      suspects.map(({ key }) => key),
    );
    return rows.map((row, index) => (suspects[index]!.isShadowed === true ? undefined : row));
  }

  /** Keeps what is still so after it was explained: what arrives meanwhile would be given a cause that it never had. */
  private async keep(pairs: RowPair[]): Promise<void> {
    const { sides, repairer, onDifference } = this.options;
    const explained = pairs.map((pair) => ({ pair, difference: describeDifference(sides, pair) }));
    await explain(sides, explained);
    const stayed = await this.haveStayed(pairs);
    const findings = explained.filter((_, index) => stayed[index]);
    for (const [index, pair] of pairs.entries()) if (!stayed[index]) this.passOver(pair);
    const outcomes = await repairer?.repair(findings.map(({ pair }) => pair));
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

  private passOver(pair: RowPair): void {
    this.inFlightCount++;
    this.list({ ...describeDifference(this.options.sides, pair), cause: 'in-flight' });
  }

  private list(difference: Difference): void {
    if (this.listed.length < this.options.limit) this.listed.push(difference);
  }
}
