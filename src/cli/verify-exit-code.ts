import { exitCodes } from '../errors.js';
import { type TableReport } from '../verify/report.js';
import { type ExitCodeNotes } from './exit-codes.js';

/** A difference that was found stays true whatever else could not be read. */
export function verifyExitCode(tables: TableReport[]): number {
  const verdicts = tables.map(({ verdict }) => verdict);
  if (verdicts.includes('different')) return exitCodes.finding;
  return verdicts.includes('inconclusive') ? exitCodes.partial : exitCodes.ok;
}

export const verifyExitCodes: ExitCodeNotes = {
  finding: 'a row differs',
  partial: 'no row differs, but not all could be read',
};
