import { endSegment } from './segments.js';
import { type World } from './world.js';

/**
 * Adds a column to a table, and rows with it before the source can know of it; in PostgreSQL, too, once `meanwhile` is over.
 * What was written before the source knew of the column is looked for when its segment has been read: it ends.
 */
export async function addColumn(world: World, meanwhile: () => Promise<void>): Promise<void> {
  const { example, random } = world;
  const column = `added_${random.string.alpha(6).toLowerCase()}`;
  await example.cql(`ALTER TABLE warehouse.accounts ADD ${column} text`);
  for (let row = 0; row < 20; row++) {
    await example.cql(`INSERT INTO warehouse.accounts (id, ${column}) VALUES (uuid(), 'at once')`);
  }
  await meanwhile();
  await world.operate('schema', 'apply', '--yes');
  await endSegment(example);
}
