import { setTimeout as sleep } from 'node:timers/promises';
import { addColumn } from '../add-column.js';
import { type Fault } from '../fault.js';
import { type World } from '../world.js';

const faultMs = 30_000;

async function during(world: World, part: keyof World['networks'], network: 'cut' | 'slow'): Promise<void> {
  world.networks[part].set(network);
  await sleep(faultMs);
  world.networks[part].set('open');
}

export const networkFaults: Fault[] = [
  {
    name: 'cassandra-cut',
    title: 'the network to Cassandra is cut for 30 s',
    inject: (world) => during(world, 'cassandra', 'cut'),
  },
  {
    name: 'cassandra-cut-column-added',
    title: 'the network to Cassandra is cut for 30 s, ALTER TABLE ADD meanwhile, `schema apply` after',
    inject: (world) => {
      const cut = during(world, 'cassandra', 'cut');
      return addColumn(world, () => cut);
    },
  },
  {
    name: 'postgresql-cut',
    title: 'the network to PostgreSQL is cut for 30 s',
    inject: (world) => during(world, 'postgresql', 'cut'),
  },
  {
    name: 'postgresql-slow',
    title: 'the network to PostgreSQL is slow for 30 s',
    inject: (world) => during(world, 'postgresql', 'slow'),
  },
  {
    name: 'registry-cut',
    title: 'the network to the registry is cut for 30 s, a worker starts meanwhile',
    inject: async (world) => {
      const cut = during(world, 'registry', 'cut');
      await world.kill('connect');
      await cut;
    },
  },
];
