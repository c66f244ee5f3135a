import { type CanonicalCodec } from './codec.js';
import { type Decimal, decimalFromBytes, decimalText, signedBytes, unscaledOf } from './decimal.js';
import { decimalOfNumeric, isBeyond, numericOf, specialNumeric, writeNumeric } from './numeric-bytes.js';
import { readInt32, writeBytes } from './raw-writer.js';

/** decimal: a big-endian scale of 32 bits, then the unscaled value (org.apache.cassandra.serializers.DecimalSerializer). */
export const decimalCodec = numericCodec({
  read: (raw) => decimalFromBytes(raw.subarray(4), raw.readInt32BE()),
  unscaledAt: 4,
  scaleAt: (source, start) => readInt32(source, start),
  write: (value) => {
    const scale = Buffer.alloc(4);
    scale.writeInt32BE(value.scale);
    return Buffer.concat([scale, signedBytes(unscaledOf(value))]);
  },
});

export const varintCodec = numericCodec({
  read: (raw) => decimalFromBytes(raw, 0),
  unscaledAt: 0,
  scaleAt: () => 0,
  write: (value) => (value.scale > 0 ? undefined : signedBytes(unscaledOf(value) * 10n ** BigInt(-value.scale))),
});

interface DecimalFormat {
  read: (raw: Buffer) => Decimal;
  /** Where the unscaled value begins in a cell. */
  unscaledAt: number;
  scaleAt: (source: Buffer, start: number) => number;
  write: (value: Decimal) => Buffer | undefined;
}

function numericCodec(format: DecimalFormat): CanonicalCodec {
  const text = (bytes: Buffer) => specialNumeric(bytes) ?? decimalText(decimalOfNumeric(bytes));
  return {
    oid: 1700,
    sql: (column) => `trim_scale(${column}::numeric)`,
    fromCassandra: (raw) => (raw.length === 0 ? null : numericOf(format.read(raw))),
    write: (source, start, end, target, at) => {
      if (start === end) return -1;
      const unscaledBytes = end - start - format.unscaledAt;
      if (unscaledBytes > 0 && unscaledBytes <= 6) {
        const unscaled = source.readIntBE(start + format.unscaledAt, unscaledBytes);
        const written = writeNumeric(unscaled, format.scaleAt(source, start), target, at);
        if (written !== undefined) return written;
      }
      return writeBytes(numericOf(format.read(source.subarray(start, end))), target, at);
    },
    toCassandra: (bytes) => (specialNumeric(bytes) === undefined ? format.write(decimalOfNumeric(bytes)) : undefined),
    text,
    literal: (bytes) => (isBeyond(bytes) ? undefined : text(bytes)),
  };
}
