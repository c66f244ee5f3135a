import { type Client } from 'pg';
import { decimalCodec } from '../../tables/canonical/numeric.js';
import { RecordWriter } from '../../tables/canonical/record.js';
import { messageOf, OperatorError } from '../../errors.js';
import { bigintOf, hash64Of, hashBytes } from '../lookup3.js';
import { seed } from '../row-hash.js';
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
  const expected = [...samples.map((sample) => hashOf(sample, sample.length)), expectedRecordHash()];
  try {
    const { rows } = await client.query<{ hash: string }>(
      `SELECT ${hashSql('sample')} AS hash, position FROM unnest($1::bytea[]) WITH ORDINALITY AS samples(sample, position)
UNION ALL SELECT ${hashSql(record)}, ${expected.length} ORDER BY position`,
      [samples],
    );
    if (rows.length === expected.length && rows.every(({ hash }, index) => BigInt(hash) === expected[index])) return;
  } catch (error) {
    throw unusable(`cannot hash rows: ${messageOf(error)}`, error);
  }
  throw unusable('hashes rows in another way than verify does');
}

function expectedRecordHash(): bigint {
  const writer = new RecordWriter([25, 23, 1700]);
  const number = decimalCodec.fromCassandra(Buffer.from('00000002ed2979', 'hex'));
  const length = writer.write([Buffer.from('é'), null, number]);
  return hashOf(writer.bytes, length);
}

function hashOf(bytes: Buffer, length: number): bigint {
  const result = { high: 0, low: 0 };
  hashBytes(bytes, length, hash64Of(seed), result);
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
