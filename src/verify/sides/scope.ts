import { createHash } from 'node:crypto';
import { OperatorError } from '../../errors.js';
import { splitRange, type TokenRange } from '../../tables/token-ranges.js';
import { isExactKey } from '../../tables/hazards.js';
import { type ComparedTable } from '../compared-table.js';
import { type Scope } from '../report.js';

/** The part of the token ring to read: of the ranges, what lies in a token range, or a shard's share. */
export function rangesInScope(ranges: TokenRange[], scope: Scope | null): TokenRange[] {
  switch (scope?.kind) {
    case undefined:
      return ranges;
    case 'tokens':
      return clip(ranges, { start: BigInt(scope.after), end: BigInt(scope.to) });
    case 'shard':
      return clip(ranges, splitRange(wholeRing(ranges), BigInt(scope.count))[scope.index - 1]!);
    case 'sample':
      return draw(ranges, scope);
  }
}

function wholeRing(ranges: TokenRange[]): TokenRange {
  return { start: ranges[0]!.start, end: ranges.at(-1)!.end };
}

function clip(ranges: TokenRange[], { start, end }: TokenRange): TokenRange[] {
  return ranges
    .map((range) => ({
      start: range.start > start ? range.start : start,
      end: range.end < end ? range.end : end,
    }))
    .filter((range) => range.start < range.end);
}

/** Ranges of a sample are cut so fine that some are always drawn, and drawn from all over the ring. */
const piecesOfRing = 1000n;

function draw(ranges: TokenRange[], { percent, seed }: { percent: number; seed: number }): TokenRange[] {
  const pieces = ranges.flatMap((range) => splitRange(range, 1n + piecesOfRing / BigInt(ranges.length)));
  const wanted = Math.max(1, Math.round((pieces.length * percent) / 100));
  const drawn = [...pieces.keys()]
    .map((index) => ({ index, lot: createHash('md5').update(`${seed} ${index}`).digest('hex') }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .slice(0, wanted);
  return drawn.map(({ index }) => pieces[index]!).sort((a, b) => (a.start < b.start ? -1 : 1));
}

/** @throws OperatorError (invalid) where PostgreSQL's keys do not tell the tokens of rows */
export function requireTokens(table: ComparedTable): void {
  const { keyspace, name, partitionKey, keys } = table;
  const inexact = keys.find((key) => partitionKey.includes(key.name) && !isExactKey(key));
  if (inexact === undefined) return;
  throw new OperatorError({
    kind: 'invalid',
    resource: `${keyspace}.${name}`,
    message: `PostgreSQL does not keep every bit of ${inexact.name}, so that the tokens of its rows are not known`,
    hint: 'compare the whole table',
  });
}
