import { type Client } from 'pg';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { type SettingChange } from '../change.js';
import { readColumns } from './columns.js';
import { type ColumnChange, columnChanges } from './diff.js';

/** How the columns of a deployed table differ from those that are wanted, as settings of it. */
export async function columnSettings(
  client: Client,
  { pipeline, tables, name }: { pipeline: Pipeline; tables: ReplicatedTable[]; name: string },
): Promise<SettingChange[]> {
  const table = tables.find(({ source }) => source.name === name);
  const columns = table === undefined ? undefined : await readColumns(client, pipeline, table);
  return columns === undefined ? [] : columnChanges(columns).map(settingOf);
}

function settingOf(change: ColumnChange): SettingChange {
  const name = `column ${change.column}`;
  switch (change.kind) {
    case 'add':
      return { name, from: null, to: change.type };
    case 'drop':
      return { name, from: change.type, to: null };
    case 'rename':
      return { name, from: change.column, to: change.to };
    case 'retype':
      return { name, from: change.from, to: change.type };
  }
}
