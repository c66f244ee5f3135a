import { expect, test } from '@jest/globals';
import cassandra from 'cassandra-driver';
import { durationBytes, durationFromBytes, durationText } from '../../../src/tables/canonical/duration.js';
import { codecOf } from '../../../src/tables/canonical/codec-of.js';

const most = 2n ** 31n - 1n;

test.each([
  [0n, 0n, 0n, '0s'],
  [1n, 2n, 11_045_006_007_008n, '1mo2d3h4m5s6ms7us8ns'],
  [-14n, 0n, 0n, '-14mo'],
  [0n, 0n, -1n, '-1ns'],
  [0n, 63n, 64n, '63d64ns'],
  [0n, 64n, 2n ** 55n, '64d10007h59m57s18ms963us968ns'],
  [most, most, 2n ** 63n - 1n, '2147483647mo2147483647d2562047h47m16s854ms775us807ns'],
  [-most, -most, -(2n ** 63n), '-2147483647mo2147483647d2562047h47m16s854ms775us808ns'],
])('%s months, %s days and %s nanoseconds: the bytes are those of the driver, the text is %s', (...expected) => {
  const [months, days, nanoseconds, text] = expected;
  const { Duration, Long } = cassandra.types;
  const driver = new Duration(Number(months), Number(days), Long.fromString(String(nanoseconds)));
  const bytes = durationBytes({ months, days, nanoseconds });
  expect(bytes.toString('hex')).toBe(driver.toBuffer().toString('hex'));
  expect(durationFromBytes(bytes)).toEqual({ months, days, nanoseconds });
  expect(durationText({ months, days, nanoseconds })).toBe(text);
});

test('microseconds and what is above are kept, nanoseconds are cut toward zero', () => {
  const { fromCassandra, toCassandra } = codecOf({ kind: 'scalar', name: 'duration' })!;
  const back = (nanoseconds: bigint) =>
    durationFromBytes(toCassandra(fromCassandra(durationBytes({ months: -1n, days: -2n, nanoseconds }))!)!);
  expect(back(-1_999n)).toEqual({ months: -1n, days: -2n, nanoseconds: -1_000n });
  expect(back(-999n)).toEqual({ months: -1n, days: -2n, nanoseconds: 0n });
});
