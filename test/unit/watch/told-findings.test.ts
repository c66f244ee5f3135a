import { expect, test } from '@jest/globals';
import { type Finding } from '../../../src/lag/report.js';
import { ToldFindings } from '../../../src/watch/told-findings.js';

const stalled: Finding = { status: 'STALLED', part: 'source', where: 'node1', reason: '5 changes behind' };
const away: Finding = { status: 'AWAY', part: 'kafka', where: '127.0.0.1:9092', reason: 'refused' };

/** What is told at each look. */
function told(...looks: Finding[][]): string[][] {
  const findings = new ToldFindings();
  return looks.map((look) =>
    findings.next(look).map(({ finding, hasEnded }) => `${hasEnded ? 'ended' : 'begun'} ${finding.part}`),
  );
}

test('a finding is told at its second look, once, and again when it has been gone for two', () => {
  expect(told([stalled], [stalled], [stalled], [], [], [])).toEqual([
    [],
    ['begun source'],
    [],
    [],
    ['ended source'],
    [],
  ]);
});

test('what passes from one look to the next is not told', () => {
  expect(told([stalled], [], [stalled], [], [])).toEqual([[], [], [], [], []]);
});

test('a finding that is away for one look goes on', () => {
  expect(told([stalled], [stalled], [], [stalled], [stalled])).toEqual([[], ['begun source'], [], [], []]);
});

test('a finding stays the same while its figures change, and comes with those of the time', () => {
  const findings = new ToldFindings();
  findings.next([stalled]);
  expect(findings.next([{ ...stalled, reason: '9 changes behind' }])).toEqual([
    { finding: { ...stalled, reason: '9 changes behind' }, hasEnded: false },
  ]);
});

test('findings are followed each by itself', () => {
  expect(told([stalled], [stalled, away], [away], [])).toEqual([
    [],
    ['begun source'],
    ['begun kafka'],
    ['ended source'],
  ]);
});
