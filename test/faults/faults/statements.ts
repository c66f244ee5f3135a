import { setTimeout as sleep } from 'node:timers/promises';
import { type LagStatus } from '../../../src/lag/status.js';
import { waitFor } from '../../../src/wait.js';
import { addColumn } from '../add-column.js';
import { type Fault } from '../fault.js';
import { measureLag } from '../judge.js';
import { tables } from '../tables.js';
import { type World } from '../world.js';

const skewMs = 15_000;
const poisonedMs = 15_000;
const droppedMs = 5000;
/** The source learns of a new column within a second. */
const schemaRefreshMs = 3000;
const stalledMs = 60_000;
/** It may do nothing for two minutes. */
const restartedMs = 240_000;

export const statementFaults: Fault[] = [
  {
    name: 'clock-skew',
    title: 'clocks of writers are up to ten minutes off, for 15 s',
    inject: async (world) => {
      world.skewClocks(true);
      await sleep(skewMs);
      world.skewClocks(false);
    },
  },
  {
    name: 'poison',
    title: 'a mutation that the connector cannot read, 15 s before its segment ends',
    inject: async ({ example }) => {
      // Not of the pipeline, but captured on the same node.
      await example.cql(
        'CREATE TABLE warehouse.poison (id int PRIMARY KEY, items list<frozen<tuple<int, text>>>) WITH cdc = true',
      );
      await sleep(schemaRefreshMs);
      await example.cql("INSERT INTO warehouse.poison (id, items) VALUES (1, [(1, 'a'), (2, 'b')])");
      await example.cql('DELETE items[0] FROM warehouse.poison WHERE id = 1');
      await sleep(poisonedMs);
      // The connector is done with this segment.
      await example.cql('DROP TABLE warehouse.poison');
    },
  },
  {
    name: 'column-added',
    title: 'ALTER TABLE ADD while events stream, `schema apply` after',
    inject: (world) => addColumn(world, () => sleep(schemaRefreshMs)),
  },
  {
    name: 'table-dropped',
    title: 'DROP of a table while events stream, and the same table made again after 5 s',
    mendedBy: 'verify --repair',
    inject: async ({ example }) => {
      await example.cql('DROP TABLE warehouse.lines');
      await sleep(droppedMs);
      await example.cql(tables.lines);
    },
  },
  {
    name: 'table-made-again-unread',
    title: 'DROP of a table, and the same table made again, while its source is stopped',
    mendedBy: 'verify --repair',
    inject: async (world) => {
      await world.operate('stop', '--node', 'node1');
      await world.example.cql('DROP TABLE warehouse.lines');
      await world.example.cql(tables.lines);
      await world.operate('resume', '--node', 'node1');
      // Its worker takes the table for the one that was, until `watch` restarts it.
      await sourceIs('STALLED', world, stalledMs);
      await sourceIs('OK', world, restartedMs);
    },
  },
  {
    name: 'truncate',
    title: 'TRUNCATE of a table',
    mendedBy: 'verify --repair',
    inject: async ({ example }) => {
      await example.cql('TRUNCATE warehouse.lines');
    },
  },
];

async function sourceIs(status: LagStatus, { example }: World, timeoutMs: number): Promise<void> {
  await waitFor({ what: `the source to be ${status}`, timeoutMs }, async () => {
    const report = await measureLag(example, '3s');
    return report?.sources[0]?.status === status ? true : undefined;
  });
}
