import { type Client, type types } from 'cassandra-driver';
import { isForbidden } from '../clients/cassandra.js';
import { OperatorError } from '../errors.js';

/** Tokens greater than `start`, up to and including `end`. */
export interface TokenRange {
  start: bigint;
  end: bigint;
}

/** Murmur3Partitioner: no row has the least token, so that it can stand for the start of the ring. */
const minToken = -(2n ** 63n);
const maxToken = 2n ** 63n - 1n;
const ringSize = maxToken - minToken;
const bytesPerRange = 8 * 1024 * 1024;
const fewestRanges = 16;
const mostRanges = 16_384;
/** For a table of unknown size: 8 GB, and no more than some seconds for an empty one. */
const usualRanges = 1024;

/**
 * Cuts the token ring into ranges of some 8 MB of the table each, at the borders between nodes where there are not too
 * many of them.
 * @throws OperatorError (invalid) for partitioners other than Murmur3Partitioner
 */
export async function planTokenRanges(
  client: Client,
  table: { keyspace: string; name: string },
): Promise<TokenRange[]> {
  await requireMurmur3(client);
  const bytes = await estimateBytes(client, table);
  const wanted =
    bytes === undefined ? usualRanges : Math.min(mostRanges, Math.max(fewestRanges, Math.ceil(bytes / bytesPerRange)));
  const borders = nodeBorders(client);
  return splitRing(borders.length > wanted ? [] : borders, wanted);
}

/** Cuts at the borders, then each piece evenly, so that about `wanted` ranges of the same width come out. */
export function splitRing(borders: bigint[], wanted: number): TokenRange[] {
  const ends = [...borders.filter((border) => border > minToken && border < maxToken), maxToken];
  return ends.flatMap((end, index) => {
    const start = ends[index - 1] ?? minToken;
    const pieces = (BigInt(wanted) * (end - start) + ringSize - 1n) / ringSize;
    return splitRange({ start, end }, pieces);
  });
}

/** Cuts a range into so many equal ones; fewer where it has fewer tokens. */
export function splitRange({ start, end }: TokenRange, pieces: bigint): TokenRange[] {
  const width = end - start;
  const count = pieces < width ? pieces : width;
  return Array.from({ length: Number(count) }, (_, index) => ({
    start: start + (width * BigInt(index)) / count,
    end: start + (width * BigInt(index + 1)) / count,
  }));
}

/** Whether a token lies in one of the ranges, which are in order. */
export function holdsToken(ranges: TokenRange[], token: bigint): boolean {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ranges[middle]!.end < token) low = middle + 1;
    else high = middle;
  }
  const range = ranges[low];
  return range !== undefined && token > range.start;
}

function nodeBorders(client: Client): bigint[] {
  const tokens = [...client.metadata.getTokenRanges()].map((range) => BigInt(String(range.end.getValue())));
  return [...new Set(tokens)].sort((a, b) => (a < b ? -1 : 1));
}

/**
 * From the estimates that a node has of its primary ranges, scaled up to the ring. Cassandra renews them every five
 * minutes and leaves out what is in memory only, so 0 does not mean empty. Undefined where the login may not read them:
 * unlike the schema, they are not for everybody.
 */
async function estimateBytes(client: Client, table: { keyspace: string; name: string }): Promise<number | undefined> {
  const query =
    'SELECT range_start, range_end, mean_partition_size, partitions_count FROM system.size_estimates WHERE keyspace_name = ? AND table_name = ?';
  const answer = await client
    .execute(query, [table.keyspace, table.name], { prepare: true })
    .catch((error: unknown) => {
      if (isForbidden(error)) return undefined;
      throw error;
    });
  if (answer === undefined) return undefined;
  let bytes = 0;
  let covered = 0n;
  for (const row of answer.rows) {
    bytes += Number(row.mean_partition_size as types.Long) * Number(row.partitions_count as types.Long);
    const width = BigInt(row.range_end as string) - BigInt(row.range_start as string);
    covered += width > 0n ? width : width + ringSize;
  }
  return covered === 0n ? 0 : bytes * (Number(ringSize) / Number(covered));
}

async function requireMurmur3(client: Client): Promise<void> {
  const { rows } = await client.execute('SELECT partitioner FROM system.local');
  const partitioner = String(rows[0]?.partitioner);
  if (partitioner.endsWith('Murmur3Partitioner')) return;
  throw new OperatorError({
    kind: 'invalid',
    message: `tables are read by the token ranges of Murmur3Partitioner, but the cluster has ${partitioner}`,
  });
}
