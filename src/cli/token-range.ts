import { InvalidArgumentError } from 'commander';
import { type TokenRange } from '../tables/token-ranges.js';

/** Tokens of Murmur3Partitioner: `-9223372036854775808:0` is the lower half of the ring. */
export function parseTokenRange(text: string): TokenRange {
  const match = /^(-?\d+):(-?\d+)$/.exec(text);
  const [start, end] = [match?.[1], match?.[2]].map((token) => (token === undefined ? undefined : BigInt(token)));
  const isToken = (token: bigint | undefined) => token !== undefined && BigInt.asIntN(64, token) === token;
  if (!isToken(start) || !isToken(end) || start! >= end!) {
    throw new InvalidArgumentError('two tokens, the lower one first: -9223372036854775808:0.');
  }
  return { start: start!, end: end! };
}
