import { type CanonicalCodec } from './codec.js';

/** network_send in src/backend/utils/adt/network.c: family, bits of the mask, is-cidr, length, address. */
const headBytes = 4;
const families = { v4: Buffer.of(2, 32, 0, 4), v6: Buffer.of(3, 128, 0, 16) };
const mappedPrefix = Buffer.from('00000000000000000000ffff', 'hex');

/**
 * inet: 4 or 16 bytes. java.net.InetAddress#getByAddress turns IPv4-mapped IPv6 addresses into IPv4, and with it the
 * connector does.
 */
export const inetCodec: CanonicalCodec = {
  oid: 869,
  sql: (column) => `${column}::inet`,
  fromCassandra: (raw) => {
    if (raw.length === 0) return null;
    const mapped = raw.length === 16 && raw.subarray(0, 12).equals(mappedPrefix);
    const address = mapped ? raw.subarray(12) : raw;
    return Buffer.concat([address.length === 4 ? families.v4 : families.v6, address]);
  },
  toCassandra: (bytes) => (isHost(bytes) ? bytes.subarray(headBytes) : undefined),
  text: inetText,
  literal: inetText,
};

/** Cassandra has addresses only, no networks. */
function isHost(bytes: Buffer): boolean {
  return bytes[1] === (bytes.length - headBytes) * 8;
}

function inetText(bytes: Buffer): string {
  const address = bytes.subarray(headBytes);
  const text = address.length === 4 ? address.join('.') : ipv6Text(address);
  return isHost(bytes) ? text : `${text}/${bytes[1]}`;
}

/** RFC 5952: lower case, and the longest run of two or more zero groups becomes `::`. */
function ipv6Text(address: Buffer): string {
  const groups = Array.from({ length: 8 }, (_, index) => address.readUInt16BE(index * 2).toString(16)).join(':');
  const runs = [...groups.matchAll(/(?:^|(?<=:))0(?::0)+(?=:|$)/g)];
  const longest = runs.reduce((best, run) => (run[0].length > best.length ? run[0] : best), '');
  if (longest === '') return groups;
  const start = runs.find((run) => run[0] === longest)!.index;
  const before = groups.slice(0, start).replace(/:$/, '');
  const after = groups.slice(start + longest.length).replace(/^:/, '');
  return `${before}::${after}`;
}
