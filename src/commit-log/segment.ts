import { crc32 } from '../crc32.js';

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
/** The version, the id of the segment in eight bytes, then the length of the parameters, which a checksum follows. */
const idAt = 4;
const parametersAt = 14;
/** Where the next section begins, and a checksum of the id and of where this one stands. */
const sectionHeader = 8;
/** The size of the mutation and a checksum of it before it, a checksum of both behind it. */
const entryHeader = 8;
const entryTrailer = 4;
/** org.apache.cassandra.db.rows.EncodingStats#TIMESTAMP_EPOCH: 22 September 2015. */
const timestampEpochUs = 1_442_880_000_000_000n;

/** org.apache.cassandra.db.rows.UnfilteredRowIteratorSerializer. */
const isEmpty = 0x01;
const hasStaticRow = 0x08;

/**
 * The mutations of a commit log segment (org.apache.cassandra.db.commitlog.CommitLogReader, version 7, of Cassandra 4).
 * @throws Error for segments of other versions, compressed or encrypted ones, and damaged ones: what is left out of them
 * would count as never written
 */
export function* readSegment(bytes: Buffer, wanted: MutationsWanted): Generator<LoggedMutation> {
  for (const { from, to, isCut } of sections(bytes, wanted.syncedBytes)) {
    for (let at = from; at + entryHeader <= to;) {
      const size = bytes.readInt32BE(at);
      if (size === 0) break;
      const end = at + entryHeader + size + entryTrailer;
      if (isCut && end > to) break;
      const sizeSum = crc32(bytes.subarray(at, at + 4));
      if (size < 0 || end > to || sizeSum !== bytes.readUInt32BE(at + 4)) throw damaged(at);
      const mutation = bytes.subarray(at + entryHeader, end - entryTrailer);
      if (end > wanted.after) {
        if (crc32(mutation, sizeSum) !== bytes.readUInt32BE(end - entryTrailer)) throw damaged(at);
        yield* touched(mutation, end, wanted);
      }
      at = end;
    }
  }
}

function damaged(at: number): Error {
  return new Error(`the commit log is damaged at byte ${at}`);
}

interface Section {
  from: number;
  to: number;
  /** What is synced ends before the section does. */
  isCut: boolean;
}

function* sections(bytes: Buffer, syncedBytes: number): Generator<Section> {
  if (bytes.length < parametersAt) throw new Error('the commit log is shorter than its own head');
  const version = bytes.readInt32BE(0);
  if (version !== 7) throw new Error(`the commit log has version ${version}, and 7 is what cdcctl reads`);
  const length = bytes.readUInt16BE(parametersAt - 2);
  const parameters = bytes.toString('utf8', parametersAt, parametersAt + length);
  if (parameters !== '{}') throw new Error('the commit log is compressed or encrypted');
  const synced = Math.min(syncedBytes, bytes.length);
  let at = parametersAt + length + 4;
  while (at + sectionHeader <= synced) {
    const next = bytes.readInt32BE(at);
    const sum = bytes.readUInt32BE(at + 4);
    if (next === 0 && sum === 0) return;
    if (next < at + sectionHeader || next > bytes.length || sum !== sectionSum(bytes, at)) throw damaged(at);
    yield { from: at + sectionHeader, to: Math.min(next, synced), isCut: next > synced };
    at = next;
  }
}

/** Of the two halves of the segment's id, the lower one first, and the place of the section. */
function sectionSum(bytes: Buffer, at: number): number {
  const summed = Buffer.alloc(12);
  bytes.copy(summed, 0, idAt + 4, idAt + 8);
  bytes.copy(summed, 4, idAt, idAt + 4);
  summed.writeInt32BE(at, 8);
  return crc32(summed);
}

/** A mutation is a count, then each table's id, the partition key, flags, and the statistics of its rows. */
function* touched(mutation: Buffer, end: number, wanted: MutationsWanted): Generator<LoggedMutation> {
  const first = mutation.subarray(1, 1 + idLength);
  if (!wanted.keyspaceTables.some((id) => id.equals(first))) return;
  const key = keyAt(mutation, 1 + idLength)?.key;
  for (const [table, id] of wanted.tables.entries()) {
    const flagsAt = key === undefined ? undefined : flagsOf(mutation, id, key);
    if (flagsAt === undefined) continue;
    const flags = mutation[flagsAt];
    const sinceEpochUs = vintAt(mutation, flagsAt + 1)?.value;
    if (flags === undefined || sinceEpochUs === undefined)
      throw new Error(`the mutation before byte ${end} breaks off`);
    if ((flags & isEmpty) !== 0) continue;
    yield {
      ...{ table, end },
      partitionKey: key!,
      hasStatics: (flags & hasStaticRow) !== 0,
      // What is before the epoch is told as a 64-bit number without its sign.
      writtenUs: BigInt.asIntN(64, sinceEpochUs + timestampEpochUs),
    };
  }
}

/** Where the flags of a table stand. All its tables have the mutation's key: an id without it is in somebody's value. */
function flagsOf(mutation: Buffer, id: Buffer, key: Buffer): number | undefined {
  for (let at = mutation.indexOf(id); at >= 0; at = mutation.indexOf(id, at + 1)) {
    const found = keyAt(mutation, at + idLength);
    if (found?.key.equals(key)) return found.end;
  }
  return undefined;
}

/** Undefined where the bytes end before the key does. */
function keyAt(mutation: Buffer, at: number): { key: Buffer; end: number } | undefined {
  const length = vintAt(mutation, at);
  if (length === undefined || length.value > mutation.length - length.end) return undefined;
  const end = length.end + Number(length.value);
  return { key: mutation.subarray(length.end, end), end };
}

/** org.apache.cassandra.utils.vint.VIntCoding#readUnsignedVInt; undefined where the bytes end before. */
function vintAt(bytes: Buffer, at: number): { value: bigint; end: number } | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  const following = Math.clz32(~first & 0xff) - 24;
  const end = at + 1 + following;
  if (end > bytes.length) return undefined;
  let value = BigInt(first & (0xff >> following));
  for (let i = at + 1; i < end; i++) value = (value << 8n) | BigInt(bytes[i]!);
  return { value, end };
}
