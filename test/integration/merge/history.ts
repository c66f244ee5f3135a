import { type Faker } from '@faker-js/faker';

/** An event of the table `ledger`: cells that are left out were not touched by the statement. */
export interface LedgerEvent {
  op: 'i' | 'u' | 'd' | 'r';
  ts: number;
  account: number;
  /** Null in the event of a delete of the partition or of a range. */
  line: number | null;
  cells: Partial<Record<CellName, number | string | null>>;
}

export const cellNames = ['amount', 'note', 'rate'] as const;
export type CellName = (typeof cellNames)[number];

/** Few keys, few values and few times, so that they collide. */
export function randomHistory(faker: Faker, length: number): LedgerEvent[] {
  const { number, helpers } = faker;
  const value: Record<CellName, () => number | string | null> = {
    amount: () => number.int({ min: -3, max: 3 }),
    note: () => helpers.arrayElement(['', 'a', 'ab', 'é', 'z']),
    rate: () => helpers.arrayElement([-1.5, -0.0, 0, 2, 1e300]),
  };
  return Array.from({ length }, () => {
    const kind = helpers.weightedArrayElement([
      { value: 'insert', weight: 4 },
      { value: 'update', weight: 5 },
      { value: 'delete', weight: 2 },
      { value: 'partition', weight: 1 },
    ]);
    const key = { account: number.int({ max: 1 }), line: number.int({ max: 2 }) };
    const ts = number.int({ min: 1, max: 12 });
    if (kind === 'delete') return { op: 'd', ts, ...key, cells: {} };
    if (kind === 'partition') return { op: 'd', ts, ...key, line: null, cells: {} };
    const touched = helpers.arrayElements([...cellNames], { min: kind === 'insert' ? 0 : 1, max: cellNames.length });
    const cells = Object.fromEntries(touched.map((name) => [name, number.int(4) === 0 ? null : value[name]()]));
    return { op: kind === 'insert' ? 'i' : 'u', ts, ...key, cells };
  });
}
