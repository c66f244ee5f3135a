import { type ConnectClient, type ConnectorState, type ConnectorStatus } from '../../clients/connect.js';
import { hasFailed, isRunning } from '../health.js';

export type Verb = 'pause' | 'resume' | 'stop' | 'restart' | 'restart failed';

export interface VerbRules {
  request: (client: ConnectClient, name: string) => Promise<void>;
  /** Whether nothing is to be done. */
  isDone: (status: ConnectorStatus) => boolean;
  /** The state to wait for, by the state before. */
  target: (before: ConnectorState) => SteadyState;
  /** Sources end before what sinks read ends, and begin after it. */
  sourcesFirst: boolean;
}

export type SteadyState = 'RUNNING' | 'PAUSED' | 'STOPPED';

export const verbs: Record<Verb, VerbRules> = {
  pause: {
    request: (client, name) => client.pause(name),
    isDone: (status) => isIn(status, 'PAUSED'),
    target: () => 'PAUSED',
    sourcesFirst: true,
  },
  resume: {
    request: (client, name) => client.resume(name),
    isDone: (status) => isIn(status, 'RUNNING'),
    target: () => 'RUNNING',
    sourcesFirst: false,
  },
  stop: {
    request: (client, name) => client.stop(name),
    isDone: (status) => isIn(status, 'STOPPED'),
    target: () => 'STOPPED',
    sourcesFirst: true,
  },
  restart: {
    request: (client, name) => client.restart(name),
    isDone: ({ connector }) => connector.state === 'STOPPED',
    target: steadyStateOf,
    sourcesFirst: false,
  },
  'restart failed': {
    request: (client, name) => client.restartFailed(name),
    isDone: (status) => !hasFailed(status),
    target: steadyStateOf,
    sourcesFirst: false,
  },
};

export function isIn(status: ConnectorStatus, state: SteadyState): boolean {
  if (state === 'RUNNING') return isRunning(status);
  const { connector, tasks } = status;
  if (connector.state !== state) return false;
  return state === 'STOPPED' ? tasks.length === 0 : tasks.every((task) => task.state === state);
}

/** What a connector comes back to: a restart does not resume what was paused. */
export function steadyStateOf(state: ConnectorState): SteadyState {
  return state === 'PAUSED' || state === 'STOPPED' ? state : 'RUNNING';
}
