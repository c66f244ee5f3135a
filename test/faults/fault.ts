import { type World } from './world.js';

/** Something that goes wrong while a mixed load runs. */
export interface Fault {
  name: string;
  /** What happens, for the table. */
  title: string;
  /** Makes it happen, and returns when it is over. */
  inject: (world: World) => Promise<void>;
  /** By what the rows become right again, where neither the stream nor the daemons can know. */
  mendedBy?: 'verify --repair';
  /** Why it cannot be made on this machine; undefined where it can. */
  unavailable?: () => string | undefined;
}
