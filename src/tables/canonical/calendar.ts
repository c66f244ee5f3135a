/** PostgreSQL counts from 2000-01-01; days between it and 1970-01-01. */
export const epochDays = 10_957;

/**
 * Days since 1970 → proleptic Gregorian date as PostgreSQL prints it (`0044-03-15`, era apart).
 * The algorithm is civil_from_days of Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms".
 */
export function calendarDate(daysSince1970: number): { date: string; era: '' | ' BC' } {
  const shifted = daysSince1970 + 719_468;
  const cycle = Math.floor(shifted / 146_097);
  const dayOfCycle = shifted - cycle * 146_097;
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) /
      365,
  );
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1;
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
  const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
  const shown = year > 0 ? year : 1 - year;
  return { date: `${padded(shown, 4)}-${padded(month, 2)}-${padded(day, 2)}`, era: year > 0 ? '' : ' BC' };
}

/** Microseconds of the day → `12:34:56.000789`, without a fraction that is zero. */
export function clockTime(microseconds: number): string {
  const seconds = Math.floor(microseconds / 1_000_000);
  const fraction = padded(microseconds % 1_000_000, 6).replace(/0+$/, '');
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${clock.map((part) => padded(part, 2)).join(':')}${fraction === '' ? '' : `.${fraction}`}`;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
