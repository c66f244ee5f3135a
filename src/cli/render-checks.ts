import { type Check } from '../check.js';
import { exitCodes } from '../errors.js';
import { table } from '../output/table.js';

export function renderChecks(checks: Check[]): string {
  return table(
    ['check', 'result', 'what', 'hint'],
    checks.map(({ name, result, what, hint }) => [name, result, what, hint ?? '']),
  );
}

export function checksExitCode(checks: Check[]): number {
  return checks.some(({ result }) => result === 'fail') ? exitCodes.finding : exitCodes.ok;
}
