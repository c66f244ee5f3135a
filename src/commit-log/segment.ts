/** A mutation of a commit log that touches one of the tables asked for. */
export interface LoggedMutation {
  /** Index of the table in the list that was asked for. */
  table: number;
  /** Bytes: where it ends in the segment, which is the position that the connector tells of it. */
  end: number;
  /** As Cassandra serialises it. */
  partitionKey: Buffer;
  /** It writes static columns; where it writes nothing else, the connector tells nothing of it. */
  hasStatics: boolean;
  /** Its oldest write time, in microseconds since 1970. */
  writtenUs: bigint;
}

export interface MutationsWanted {
  /** Ids of tables. */
  tables: Buffer[];
  /** Ids of all tables of their keyspace: a mutation is about one keyspace, and those of the schema name tables too. */
  keyspaceTables: Buffer[];
  /** Bytes that the node has synced; behind them is what the file held before. */
  syncedBytes: number;
  /** Mutations that end here or before are passed over. */
  after: number;
}

const idLength = 16;
/** The version and the id, then the length of the parameters, which a checksum follows. */
const parametersAt = 14;
/** Where the next section begins, and a checksum. */
const sectionHeader = 8;
/** The size of the mutation and its checksum before it, a checksum behind it. */
const entryHeader = 8;
const entryTrailer = 4;
/** org.apache.cassandra.db.rows.EncodingStats#TIMESTAMP_EPOCH: 22 September 2015. */
const timestampEpochUs = 1_442_880_000_000_000n;

/** org.apache.cassandra.db.rows.UnfilteredRowIteratorSerializer. */
const isEmpty = 0x01;
const hasStaticRow = 0x08;

/**
 * The mutations of a commit log segment (org.apache.cassandra.db.commitlog.CommitLogReader, version 7, of Cassandra 4).
 * @throws Error for segments of other versions, compressed or encrypted ones
 */
export function* readSegment(bytes: Buffer, wanted: MutationsWanted): Generator<LoggedMutation> {
  for (const { from, to } of sections(bytes, wanted.syncedBytes)) {
    for (let at = from; at + entryHeader <= to;) {
      const size = bytes.readInt32BE(at);
      const end = at + entryHeader + size + entryTrailer;
      if (size <= 0 || end > to) break;
      if (end > wanted.after) yield* touched(bytes.subarray(at + entryHeader, end - entryTrailer), end, wanted);
      at = end;
    }
  }
}

function* sections(bytes: Buffer, syncedBytes: number): Generator<{ from: number; to: number }> {
  const version = bytes.readInt32BE(0);
  if (version !== 7) throw new Error(`the commit log has version ${version}, and 7 is what cdcctl reads`);
  const length = bytes.readUInt16BE(parametersAt - 2);
  const parameters = bytes.toString('utf8', parametersAt, parametersAt + length);
  if (parameters !== '{}') throw new Error('the commit log is compressed or encrypted');
  let at = parametersAt + length + 4;
  while (at + sectionHeader <= syncedBytes) {
    const next = bytes.readInt32BE(at);
    if (next <= at) return;
    yield { from: at + sectionHeader, to: Math.min(next, syncedBytes) };
    at = next;
  }
}

/** A mutation is a count, then each table's id, the partition key, flags, and the statistics of its rows. */
function* touched(mutation: Buffer, end: number, wanted: MutationsWanted): Generator<LoggedMutation> {
  const first = mutation.subarray(1, 1 + idLength);
  if (!wanted.keyspaceTables.some((id) => id.equals(first))) return;
  for (const [table, id] of wanted.tables.entries()) {
    const at = mutation.indexOf(id);
    if (at < 0) continue;
    const length = unsignedVint(mutation, at + idLength);
    const flagsAt = length.end + Number(length.value);
    const flags = mutation.readUInt8(flagsAt);
    if ((flags & isEmpty) !== 0) continue;
    yield {
      ...{ table, end },
      partitionKey: mutation.subarray(length.end, flagsAt),
      hasStatics: (flags & hasStaticRow) !== 0,
      writtenUs: unsignedVint(mutation, flagsAt + 1).value + timestampEpochUs,
    };
  }
}

/** org.apache.cassandra.utils.vint.VIntCoding#readUnsignedVInt. */
function unsignedVint(bytes: Buffer, at: number): { value: bigint; end: number } {
  const first = bytes.readUInt8(at);
  const following = Math.clz32(~first & 0xff) - 24;
  let value = BigInt(first & (0xff >> following));
  for (let i = 1; i <= following; i++) value = (value << 8n) | BigInt(bytes.readUInt8(at + i));
  return { value, end: at + 1 + following };
}
