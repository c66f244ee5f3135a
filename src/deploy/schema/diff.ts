import { type ColumnsOfTable, type LiveColumn } from './columns.js';

/** One difference between the columns that PostgreSQL has and those that it should have. */
export type ColumnChange =
  | { kind: 'add'; column: string; type: string }
  | { kind: 'drop'; column: string; type: string }
  | { kind: 'rename'; column: string; to: string }
  | { kind: 'retype'; column: string; from: string; type: string };

/**
 * What has to change. Cassandra renames columns of the primary key alone: a new name in the place of an old one is a
 * rename there, and another column elsewhere.
 */
export function columnChanges({ live, desired }: ColumnsOfTable): ColumnChange[] {
  const renames = live.flatMap((column): ColumnChange[] => {
    const successor = desired.find(({ keyPosition }) => keyPosition === column.keyPosition);
    return column.keyPosition > 0 && successor !== undefined && successor.name !== column.name
      ? [{ kind: 'rename', column: column.name, to: successor.name }]
      : [];
  });
  const isRenamed = (name: string) =>
    renames.some((change) => change.column === name || (change.kind === 'rename' && change.to === name));
  const missingIn = (columns: LiveColumn[]) => (column: LiveColumn) =>
    !isRenamed(column.name) && columns.every(({ name }) => name !== column.name);
  return [
    ...renames,
    ...live.filter(missingIn(desired)).map(({ name, type }) => ({ kind: 'drop' as const, column: name, type })),
    ...desired.filter(missingIn(live)).map(({ name, type }) => ({ kind: 'add' as const, column: name, type })),
    ...desired.flatMap(({ name, type }): ColumnChange[] => {
      const before = live.find((column) => column.name === name);
      return before === undefined || before.type === type
        ? []
        : [{ kind: 'retype', column: name, from: before.type, type }];
    }),
  ];
}
