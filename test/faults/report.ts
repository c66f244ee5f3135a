import { table } from '../../src/output/table.js';
import { allFaults } from './faults/all.js';
import { brokenClaims, type FaultResult } from './result.js';

export function reportText(results: FaultResult[]): string {
  const lines = results.map((one) => [
    one.title,
    one.statements,
    one.repeated,
    one.lost,
    seconds(one.noticedSeconds),
    seconds(one.recoveredSeconds),
    one.wrong,
    one.wrong === 0 ? '' : one.wrongAfterRepair,
  ]);
  const columns = ['fault', 'statements', 'repeated', 'lost', 'noticed', 'equal', 'wrong', 'after repair'];
  const broken = results.flatMap((one) => claimsOf(one).map((claim) => `${one.fault} (seed ${one.seed}): ${claim}`));
  return `${[table(columns, lines), ...broken].join('\n')}\n`;
}

export function claimsOf(result: FaultResult): string[] {
  return brokenClaims(result, allFaults.find(({ name }) => name === result.fault)?.mendedBy);
}

function seconds(value: number | null): string {
  return value === null ? '-' : `${value.toFixed(1)} s`;
}
