import { type ServiceName } from '../../../src/stack/services.js';
import { type Fault } from '../fault.js';

const minuteMs = 60_000;

const killed = (name: ServiceName): Fault => ({
  name: `${name}-killed`,
  title: `kill -9 of ${name}`,
  inject: (world) => world.kill(name),
});

const down = (name: ServiceName): Fault => ({
  name: `${name}-down`,
  title: `${name} is gone for 60 s`,
  inject: (world) => world.takeDown(name, minuteMs),
});

const hung = (name: ServiceName): Fault => ({
  name: `${name}-hung`,
  title: `${name} is cut off from all others for 30 s`,
  inject: (world) => world.hang(name, minuteMs / 2),
});

export const processFaults: Fault[] = [
  ...(['cassandra', 'kafka', 'connect', 'registry', 'postgresql', 'vault'] as const).map(killed),
  ...(['kafka', 'postgresql', 'registry'] as const).map(down),
  ...(['cassandra', 'kafka', 'connect', 'postgresql'] as const).map(hung),
  {
    name: 'daemons-killed',
    title: 'kill -9 of `cdcctl watch` and `reconcile --follow`',
    inject: async ({ daemons }) => {
      await daemons.kill('reconcile');
      await daemons.kill('watch');
      daemons.start();
    },
  },
];
