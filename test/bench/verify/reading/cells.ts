import { columnNames } from '../columns.js';

/** A row of either driver: column → value. */
export type DriverRow = Record<string, unknown>;

/** Whether all columns are the same. */
export function sameCells(source: DriverRow, target: DriverRow): boolean {
  return columnNames.every((name) => {
    const [one, other] = [source[name], target[name]];
    return one === other || cellText(one) === cellText(other);
  });
}

/** The text of a value that either driver has decoded, as PostgreSQL would write it in a COPY. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value instanceof Date) return String(value.getTime());
  if (Array.isArray(value)) return value.join(',');
  // eslint-disable-next-line @typescript-eslint/no-base-to-string -- the driver's own types have a text
  return String(value);
}
