import { describeStack } from '../../../src/stack/describe.js';
import { familySeconds } from '../support/measure/proc.js';

export interface ServerSeconds {
  cassandra: number;
  postgresql: number;
}

/** Returns what tells the CPU seconds that the databases of the stack have used since they were started. */
export async function serverClock(): Promise<() => ServerSeconds> {
  const services = (await describeStack(process.env.CDCCTL_TEST_STACK_DIR ?? '', process.env))?.services ?? [];
  const clockOf = (name: keyof ServerSeconds) => {
    const pid = services.find((service) => service.name === name)?.pid;
    return () => (typeof pid === 'number' ? familySeconds(pid) : NaN);
  };
  const [cassandra, postgresql] = [clockOf('cassandra'), clockOf('postgresql')];
  return () => ({ cassandra: cassandra(), postgresql: postgresql() });
}
