import { expect, test } from '@jest/globals';
import { runCampaign } from '../../faults/campaign.js';
import { allFaults } from '../../faults/faults/all.js';
import { claimsOf } from '../../faults/report.js';
import { type FaultResult } from '../../faults/result.js';

/** `npm run test:faults` makes all of them. */
const faults = ['connect-killed'];

test('faults while a mixed load runs: no row is wrong, and what was lost is told and mended', async () => {
  const results: FaultResult[] = [];
  const said: string[] = [];
  await runCampaign({
    faults: allFaults.filter(({ name }) => faults.includes(name)),
    seed: Number(process.env.FAULTS_SEED ?? 1),
    ratePerSecond: 100,
    onProgress: (line) => said.push(line),
    onResult: (result) => results.push(result),
  });
  const broken = results.flatMap((result) => claimsOf(result).map((claim) => `${result.fault}: ${claim}`));
  expect({ broken, said: broken.length === 0 ? [] : said }).toEqual({ broken: [], said: [] });
  expect(results.map(({ fault, statements, events }) => [fault, statements > 300, events > 300])).toEqual(
    faults.map((fault) => [fault, true, true]),
  );
}, 600_000);
