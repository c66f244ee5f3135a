import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { allColumns } from '../../tables/table.js';

/** The columns that must not leave Cassandra. */
export function unwantedColumns({ source, keys, settings }: ReplicatedTable): string[] {
  const { include, exclude } = settings.columns;
  if (include === undefined) return exclude;
  const wanted = new Set([...include, ...keys.map(({ name }) => name)]);
  return allColumns(source)
    .map(({ name }) => name)
    .filter((name) => !wanted.has(name));
}
