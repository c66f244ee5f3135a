import { type DaemonName } from '../faults/daemons.js';

/** What was seen at one time. */
export interface Sample {
  second: number;
  /** Null where a part of the pipeline could not be asked. */
  secondsBehind: number | null;
  residentBytes: Partial<Record<DaemonName, number>>;
}

export interface Soak {
  seconds: number;
  statements: number;
  samples: Sample[];
  /** Rows that differ when all has arrived; why they could not be compared, or which daemon has ended. */
  wrong: number;
  problem: string | null;
}
