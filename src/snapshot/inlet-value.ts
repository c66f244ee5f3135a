import cassandra, { type types as CassandraTypes } from 'cassandra-driver';
import { type CqlType, formatCqlType } from '../tables/cql-type.js';

const { types } = cassandra;

/**
 * The text of a value as the connector would have put it into the inlet, so that the merge reads both by one rule.
 * The driver's types are those of `cassandra-driver` with its default encoding.
 */
export function inletText(type: CqlType, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (type.kind === 'list' || type.kind === 'set') {
    return arrayLiteral((value as unknown[]).map((element) => inletText(type.element, element)));
  }
  if (type.kind !== 'scalar') throw new TypeError(`no inlet value for ${formatCqlType(type)}`);
  switch (type.name) {
    case 'blob':
      return `\\x${(value as Buffer).toString('hex')}`;
    case 'decimal': {
      // The driver's own text of a decimal with a negative scale leaves out its zeros.
      const bytes = types.BigDecimal.toBuffer(value as CassandraTypes.BigDecimal);
      return `${types.Integer.fromBuffer(bytes.subarray(4)).toString()}e${-bytes.readInt32BE(0)}`;
    }
    case 'inet':
      return `/${(value as CassandraTypes.InetAddress).toString()}`;
    case 'date':
      // The wire format is days + 2^31 without a sign; the connector emits the same bits as an int.
      return String((value as CassandraTypes.LocalDate).toBuffer().readInt32BE(0));
    case 'time':
      return (value as CassandraTypes.LocalTime).getTotalNanoseconds().toString();
    case 'timestamp':
      return String((value as Date).getTime());
    case 'float':
    case 'double': {
      const number = value as number;
      return Object.is(number, -0) ? '-0' : String(number);
    }
    default:
      return (value as { toString: () => string }).toString();
  }
}

/** A PostgreSQL array literal; every element is quoted. */
function arrayLiteral(elements: (string | null)[]): string {
  const quoted = elements.map((text) => (text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`));
  return `{${quoted.join(',')}}`;
}
