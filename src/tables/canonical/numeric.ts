import { type CanonicalCodec } from './codec.js';
import { type Decimal, decimalFromBytes, decimalText, signedBytes, unscaledOf } from './decimal.js';
import { decimalOfNumeric, isBeyond, numericOf, specialNumeric } from './numeric-bytes.js';

/** decimal: a big-endian scale of 32 bits, then the unscaled value (org.apache.cassandra.serializers.DecimalSerializer). */
export const decimalCodec = numericCodec({
  read: (raw) => decimalFromBytes(raw.subarray(4), raw.readInt32BE()),
  write: (value) => {
    const scale = Buffer.alloc(4);
    scale.writeInt32BE(value.scale);
    return Buffer.concat([scale, signedBytes(unscaledOf(value))]);
  },
});

export const varintCodec = numericCodec({
  read: (raw) => decimalFromBytes(raw, 0),
  write: (value) => (value.scale > 0 ? undefined : signedBytes(unscaledOf(value) * 10n ** BigInt(-value.scale))),
});

interface DecimalFormat {
  read: (raw: Buffer) => Decimal;
  write: (value: Decimal) => Buffer | undefined;
}

function numericCodec(format: DecimalFormat): CanonicalCodec {
  const text = (bytes: Buffer) => specialNumeric(bytes) ?? decimalText(decimalOfNumeric(bytes));
  return {
    oid: 1700,
    sql: (column) => `trim_scale(${column}::numeric)`,
    fromCassandra: (raw) => (raw.length === 0 ? null : numericOf(format.read(raw))),
    toCassandra: (bytes) => (specialNumeric(bytes) === undefined ? format.write(decimalOfNumeric(bytes)) : undefined),
    text,
    literal: (bytes) => (isBeyond(bytes) ? undefined : text(bytes)),
  };
}
