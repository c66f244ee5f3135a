import { readVints, vintBytes } from './vint.js';

/** A CQL duration: three parts that do not convert into each other, none negative or none positive. */
export interface Duration {
  months: bigint;
  days: bigint;
  nanoseconds: bigint;
}

/** duration: months, days and nanoseconds as vints (org.apache.cassandra.serializers.DurationSerializer). */
export function durationFromBytes(raw: Buffer): Duration {
  const [months = 0n, days = 0n, nanoseconds = 0n] = readVints(raw);
  return { months, days, nanoseconds };
}

export function durationBytes({ months, days, nanoseconds }: Duration): Buffer {
  return Buffer.concat([months, days, nanoseconds].map(vintBytes));
}

const units: [name: string, nanoseconds: bigint][] = [
  ['h', 3_600_000_000_000n],
  ['m', 60_000_000_000n],
  ['s', 1_000_000_000n],
  ['ms', 1_000_000n],
  ['us', 1000n],
  ['ns', 1n],
];

/** As CQL writes it, without years and weeks: `1mo2d3h4m5s6ms7us8ns`, `-14mo`, `0s`. */
export function durationText({ months, days, nanoseconds }: Duration): string {
  const sign = months < 0n || days < 0n || nanoseconds < 0n ? '-' : '';
  const counts: [string, bigint][] = [
    ['mo', absolute(months)],
    ['d', absolute(days)],
  ];
  let rest = absolute(nanoseconds);
  for (const [name, size] of units) {
    counts.push([name, rest / size]);
    rest %= size;
  }
  const parts = counts.filter(([, count]) => count > 0n).map(([name, count]) => `${count}${name}`);
  return parts.length === 0 ? '0s' : `${sign}${parts.join('')}`;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}
