import { type CatalogItem, lastingTable } from './catalog.js';
import { type SettingChange } from './change.js';

/** A part of a made object that somebody else has dropped or changed. */
export interface Drift {
  setting: SettingChange;
  /** Whether the statements mend it when they are run again. */
  mendable: boolean;
  /** Whether replicated data was in it. */
  held: boolean;
}

/** What has become of the parts that were recorded; parts that others have added are no drift. */
export function driftOf(made: Record<string, string>, live: CatalogItem[]): Drift[] {
  const current = new Map(live.map(({ item, definition }) => [item, definition]));
  return Object.entries(made).flatMap(([item, definition]): Drift[] => {
    const found = current.get(item);
    if (found === definition) return [];
    const table = tableOf(item);
    // What goes with its table is told by it.
    if (table !== undefined && !current.has(`table ${table}`)) return [];
    if (found === undefined) {
      const to = table === undefined ? 'as deployed' : definition;
      const held = definition === lastingTable;
      return [{ setting: { name: item, from: null, to }, mendable: table === undefined, held }];
    }
    if (table === undefined && !/^(table|index) /.test(item)) {
      return [{ setting: { name: item, from: 'changed outside', to: 'as deployed' }, mendable: true, held: false }];
    }
    return [{ setting: { name: item, from: found, to: definition }, mendable: false, held: false }];
  });
}

/** The table of a column or primary key. */
function tableOf(item: string): string | undefined {
  return /^(?:column|primary key of) ("(?:[^"]|"")+"\."(?:[^"]|"")+")/.exec(item)?.[1];
}
