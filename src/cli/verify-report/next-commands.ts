import { type Cause, type Difference, type TableReport, type UnreadRange } from '../../verify/report.js';

/** A command, and the listed rows that it mends. */
export interface Mend {
  command: string;
  rows: number;
  causes: Cause[];
}

/** The distinct commands that mend listed rows, in the order of the rows; what is repaired needs none. */
export function mendsOf(differences: Difference[]): Mend[] {
  const mends = new Map<string, Mend>();
  for (const { mend, cause, repair } of differences) {
    if (mend === null || repair === 'repaired' || repair === 'removed') continue;
    const known = mends.get(mend) ?? { command: mend, rows: 0, causes: [] };
    known.rows++;
    if (!known.causes.includes(cause)) known.causes.push(cause);
    mends.set(mend, known);
  }
  return [...mends.values()];
}

/** Neighbouring token ranges that could not be read for the same reason. */
export interface UnreadStretch extends UnreadRange {
  /** How many ranges it has. */
  ranges: number;
  /** Reads and compares it again. */
  command: string;
}

/** The unread token ranges in the order of their tokens, as few as their failures allow. */
export function unreadStretches({ table, unreadRanges }: TableReport): UnreadStretch[] {
  const sorted = [...unreadRanges].sort((a, b) => (BigInt(a.after) < BigInt(b.after) ? -1 : 1));
  const stretches: Omit<UnreadStretch, 'command'>[] = [];
  for (const range of sorted) {
    const last = stretches.at(-1);
    if (last?.to === range.after && last.failure === range.failure) {
      last.to = range.to;
      last.ranges++;
    } else {
      stretches.push({ ...range, ranges: 1 });
    }
  }
  return stretches.map((one) => ({
    ...one,
    command: `cdcctl verify --table ${table} --where-token ${one.after}:${one.to}`,
  }));
}
