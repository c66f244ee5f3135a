import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { cdcctlBin } from '../daemons.js';
import { type Fault } from '../fault.js';

export const snapshotFaults: Fault[] = [
  {
    name: 'snapshot-killed',
    title: 'kill -9 of `cdcctl snapshot`, twice, and then to its end',
    inject: async (world) => {
      const { example, random } = world;
      for (let count = 0; count < 2; count++) {
        const child = spawn(cdcctlBin, ['snapshot', '-q', ...example.files], {
          cwd: process.env.CDCCTL_TEST_STACK_DIR,
          stdio: 'ignore',
        });
        const ended = once(child, 'exit');
        await sleep(random.number.int({ min: 700, max: 2500 }));
        child.kill('SIGKILL');
        await ended;
      }
      await world.operate('snapshot');
    },
  },
];
