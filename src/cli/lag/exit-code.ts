import { exitCodes } from '../../errors.js';
import { type LagReport } from '../../lag/report.js';
import { type ExitCodeNotes } from '../exit-codes.js';

export interface Bounds {
  maxSeconds?: number;
  maxRecords?: number;
}

export const lagExitCodes: ExitCodeNotes = {
  finding: 'more behind than --max-seconds or --max-records, a part that does not work, or records that were lost',
};

/** A part that is away makes figures that are missing: that is told before what the others say. */
export function lagExitCode(reports: LagReport[], bounds: Bounds): number {
  const away = reports.flatMap((report) => report.away)[0];
  if (away !== undefined) return exitCodes[away.kind];
  return reports.some((report) => isFaulty(report) || exceeded(report, bounds).length > 0)
    ? exitCodes.finding
    : exitCodes.ok;
}

function isFaulty({ verdict }: LagReport): boolean {
  return verdict.status !== 'OK' && verdict.status !== 'WARN';
}

/** The bounds that a pipeline exceeds, in words. */
export function exceeded({ secondsBehind, recordsBehind }: LagReport, { maxSeconds, maxRecords }: Bounds): string[] {
  return [
    ...(maxSeconds !== undefined && (secondsBehind ?? 0) > maxSeconds
      ? [`${secondsBehind!.toFixed(1)} s behind, and --max-seconds is ${maxSeconds}`]
      : []),
    ...(maxRecords !== undefined && (recordsBehind ?? 0) > maxRecords
      ? [`${recordsBehind} records behind, and --max-records is ${maxRecords}`]
      : []),
  ];
}
