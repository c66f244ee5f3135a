import { setTimeout as sleep } from 'node:timers/promises';
import { type Fault } from '../fault.js';
import { endSegment } from '../segments.js';
import { addColumn, tables } from '../tables.js';

const skewMs = 15_000;
const poisonedMs = 15_000;
const droppedMs = 5000;
/** The source learns of a new column within a second. */
const schemaRefreshMs = 3000;

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
    inject: async (world) => {
      await addColumn(world);
      await sleep(schemaRefreshMs);
      await world.operate('schema', 'apply', '--yes');
      // What was written before the source knew of the column is looked for when its segment has been read.
      await endSegment(world.example);
    },
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
      // It waits for ever for a table that its worker takes for the old one, until `watch` restarts the worker.
      await world.operate('lag', '--wait-caught-up', '--timeout', '240s');
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
