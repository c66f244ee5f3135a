/** What came of one fault. */
export interface FaultResult {
  fault: string;
  title: string;
  seed: number;
  /** Statements that Cassandra confirmed, and attempts that it did not. */
  statements: number;
  refused: number;
  /** Events in Kafka, and how many of them came before. */
  events: number;
  repeated: number;
  /** Changes of which the connector made no event, by the commit log. */
  lost: number;
  /** From the fault until a daemon said that something is wrong, and what it said; null where none did. */
  noticedSeconds: number | null;
  noticed: string | null;
  /** From the end of the fault until all rows were equal; null where they did not become so by themselves. */
  recoveredSeconds: number | null;
  /** Rows that differed when stream and daemons had done what they can. */
  wrong: number;
  /** Rows that differed after `verify --repair`. */
  wrongAfterRepair: number;
  /** Why the fault could not be judged, or which daemon did not outlive it; null where there is nothing. */
  problem: string | null;
}

/** What is claimed of every fault and does not hold. */
export function brokenClaims(result: FaultResult, mendedBy: string | undefined): string[] {
  return [
    ...(result.problem === null ? [] : [result.problem]),
    ...(result.wrong > 0 && mendedBy === undefined
      ? [`${result.wrong} rows differ after lag was zero, with the daemons running`]
      : []),
    ...(result.wrongAfterRepair > 0 ? [`${result.wrongAfterRepair} rows differ after verify --repair`] : []),
    ...(result.lost > 0 && (result.noticedSeconds ?? Infinity) > 60
      ? [`${result.lost} changes were lost, and no daemon said so within 60 s`]
      : []),
  ];
}
