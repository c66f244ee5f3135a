import { type Client } from 'pg';
import { decimalCodec } from '../../tables/canonical/numeric.js';
import { RecordWriter } from '../../tables/canonical/record.js';
import { messageOf, OperatorError } from '../../errors.js';
import { bigintOf, hash64Of, hashBytes, IntegerHasher } from '../sketch/lookup3.js';
import { seeds } from '../sketch/row-hash.js';
import { hashSql } from './row-sql.js';

/**
 * Makes sure that this server hashes as this program does: a big-endian server does not, and the hash functions are
 * internal to PostgreSQL, so that a later version may change them.
 * @throws OperatorError (invalid)
 */
export async function checkHashes(client: Client): Promise<void> {
  const samples = Array.from({ length: 26 }, (_, length) =>
    Buffer.from(Array.from({ length }, (_, i) => i * 37 + 200)),
  );
  const record = `record_send(row('é'::text, NULL::integer, trim_scale(-12345.6700)))`;
  const { first, second, place } = seeds;
  const hashes = [...samples, expectedRecord()].map((bytes) => hashOf(bytes, first));
  const expected = hashes.flatMap((hash, index) => [
    hash,
    index < samples.length ? hashOf(samples[index]!, second) : hash,
    placeOf(hash),
  ]);
  try {
    const { rows } = await client.query<{ hashes: string[] }>(
      `SELECT ARRAY[first, second, hashint8extended(first, ${place})]::text[] AS hashes FROM (
  SELECT ${hashSql('sample', first)} AS first, ${hashSql('sample', second)} AS second, position
  FROM unnest($1::bytea[]) WITH ORDINALITY AS samples(sample, position)
  UNION ALL SELECT ${hashSql(record, first)}, ${hashSql(record, first)}, ${hashes.length}) AS hashed ORDER BY position`,
      [samples],
    );
    const found = rows.flatMap((row) => row.hashes.map(BigInt));
    if (found.length === expected.length && found.every((hash, index) => hash === expected[index])) return;
  } catch (error) {
    throw unusable(`cannot hash rows: ${messageOf(error)}`, error);
  }
  throw unusable('hashes rows in another way than verify does');
}

function expectedRecord(): Buffer {
  const writer = new RecordWriter([25, 23, 1700]);
  const number = decimalCodec.fromCassandra(Buffer.from('00000002ed2979', 'hex'));
  const length = writer.write([Buffer.from('é'), null, number]);
  return writer.bytes.subarray(0, length);
}

function hashOf(bytes: Buffer, seed: bigint): bigint {
  const result = { high: 0, low: 0 };
  hashBytes(bytes, bytes.length, hash64Of(seed), result);
  return bigintOf(result);
}

function placeOf(hash: bigint): bigint {
  const result = { high: 0, low: 0 };
  new IntegerHasher(hash64Of(seeds.place)).hash(hash64Of(hash), result);
  return bigintOf(result);
}

function unusable(what: string, cause?: unknown): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    message: `this PostgreSQL server ${what}`,
    hint: 'verify needs PostgreSQL 14 or later on a little-endian machine',
    cause,
  });
}
