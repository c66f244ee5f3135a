import { type CassandraTable } from '../tables/table.js';
import { type Operation } from './mix.js';

export interface GenerateReport {
  /** Repeats the run, given the same options. */
  seed: number;
  seconds: number;
  /** Statements that Cassandra acknowledged. */
  statements: number;
  perSecond: number;
  tables: TableCounts[];
}

export interface TableCounts {
  keyspace: string;
  table: string;
  inserts: number;
  updates: number;
  /** Of rows and of partitions. */
  deletes: number;
}

const counted = { inserts: 'inserts', updates: 'updates', deletes: 'deletes', 'partition-deletes': 'deletes' } as const;

/** The report of runs that went on at the same time with one seed. */
export function mergeReports(reports: GenerateReport[]): GenerateReport {
  const sum = (pick: (report: GenerateReport) => number) => reports.reduce((total, one) => total + pick(one), 0);
  return {
    seed: reports[0]?.seed ?? 0,
    seconds: Math.max(0, ...reports.map(({ seconds }) => seconds)),
    statements: sum(({ statements }) => statements),
    perSecond: sum(({ perSecond }) => perSecond),
    tables: reports.flatMap(({ tables }) => tables),
  };
}

/** Counts what was written. */
export class Tally {
  statements = 0;
  private readonly startedMs = performance.now();
  private readonly counts: Map<CassandraTable, TableCounts>;

  constructor(tables: CassandraTable[]) {
    this.counts = new Map(
      tables.map((table) => [
        table,
        { keyspace: table.keyspace, table: table.name, inserts: 0, updates: 0, deletes: 0 },
      ]),
    );
  }

  add(table: CassandraTable, operation: Operation): void {
    this.statements++;
    const counts = this.counts.get(table);
    if (counts !== undefined) counts[counted[operation]]++;
  }

  get seconds(): number {
    return (performance.now() - this.startedMs) / 1000;
  }

  get perSecond(): number {
    return this.seconds === 0 ? 0 : Math.round(this.statements / this.seconds);
  }

  report(seed: number): GenerateReport {
    return {
      seed,
      seconds: Math.round(this.seconds * 1000) / 1000,
      statements: this.statements,
      perSecond: this.perSecond,
      tables: [...this.counts.values()],
    };
  }
}
