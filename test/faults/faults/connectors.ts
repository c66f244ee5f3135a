import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectClient } from '../../../src/clients/connect.js';
import { waitFor } from '../../../src/wait.js';
import { stackOfTests } from '../../support/stack.js';
import { type Fault } from '../fault.js';

const rebalances = 4;
const deployments = 2;
const failingMs = 15_000;

export const connectorFaults: Fault[] = [
  {
    name: 'rebalance',
    title: 'Connect distributes its tasks anew, four times',
    inject: async (world) => {
      for (let count = 0; count < rebalances; count++) {
        await world.operate('restart', '--table', 'lines');
        await world.operate('stop', '--table', 'accounts');
        await world.operate('resume', '--table', 'accounts');
      }
    },
  },
  {
    name: 'deployed-again',
    title: '`undeploy` and `deploy` while events stream, twice',
    inject: async (world) => {
      for (let count = 0; count < deployments; count++) {
        await world.operate('undeploy', '--yes');
        await world.operate('deploy', '--wait');
      }
    },
  },
  {
    name: 'sink-fails-at-once',
    title: 'a sink fails as soon as it starts, for 15 s',
    inject: async ({ example }) => {
      const connect = new ConnectClient(stackOfTests().connect);
      const sink = `${example.name}-sink-lines`;
      await example.sql('ALTER TABLE warehouse_cdc.lines_inlet RENAME TO lines_away');
      await connect.restart(sink);
      await waitFor({ what: 'the sink to fail', timeoutMs: 60_000 }, async () =>
        (await connect.status(sink))?.tasks[0]?.state === 'FAILED' ? true : undefined,
      );
      await sleep(failingMs);
      await example.sql('ALTER TABLE warehouse_cdc.lines_away RENAME TO lines_inlet');
    },
  },
];
