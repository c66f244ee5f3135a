import { type Finding } from '../lag/report.js';

/** A finding that has begun or ended. */
export interface FindingChange {
  finding: Finding;
  hasEnded: boolean;
}

interface Followed {
  finding: Finding;
  /** Looks in a row in which it was there; negative: in which it was not. */
  looks: number;
  isTold: boolean;
}

/** In how many looks in a row something is or is not there before it is told: a rebalance passes. */
const looksToTell = 2;

/** Follows what is found from look to look, so that it is told when it begins and when it ends, and not in between. */
export class ToldFindings {
  private readonly followed = new Map<string, Followed>();

  /** What is to be told after one more look. */
  next(findings: Finding[]): FindingChange[] {
    const changes: FindingChange[] = [];
    const found = new Map(findings.map((finding) => [idOf(finding), finding]));
    for (const [id, finding] of found) {
      const before = this.followed.get(id);
      const one = { finding, looks: Math.max(0, before?.looks ?? 0) + 1, isTold: before?.isTold ?? false };
      this.followed.set(id, one);
      if (one.isTold || one.looks < looksToTell) continue;
      one.isTold = true;
      changes.push({ finding, hasEnded: false });
    }
    for (const [id, one] of this.followed) {
      if (found.has(id)) continue;
      one.looks = Math.min(0, one.looks) - 1;
      if (one.isTold && one.looks > -looksToTell) continue;
      this.followed.delete(id);
      if (one.isTold) changes.push({ finding: one.finding, hasEnded: true });
    }
    return changes;
  }
}

/** Reasons have figures in them, which change from look to look. */
function idOf({ status, part, where }: Finding): string {
  return JSON.stringify([status, part, where]);
}
