/** A range of Murmur3 tokens: `start < token(partition key) <= end`. */
export interface TokenRange {
  start: bigint;
  end: bigint;
}

const minToken = -(2n ** 63n);
const maxToken = 2n ** 63n - 1n;

/**
 * Cuts the whole ring into equal ranges. No key has the smallest token (org.apache.cassandra.dht.Murmur3Partitioner
 * maps it to the greatest), so the ranges leave nothing out.
 */
export function splitTokenRing(count: number): TokenRange[] {
  const size = (maxToken - minToken) / BigInt(count);
  return Array.from({ length: count }, (_, i) => ({
    start: minToken + size * BigInt(i),
    end: i === count - 1 ? maxToken : minToken + size * BigInt(i + 1),
  }));
}
