import { ConnectClient } from '../../src/clients/connect.js';
import { stackOfTests } from './stack.js';

const pauseMs = 2000;

/** Restarts what has failed of a connector until the work is over, as `watch` does beside a pipeline. */
export function whileRestarting<T>(connector: string, work: Promise<T>): Promise<T> {
  const connect = new ConnectClient(stackOfTests().connect);
  const restarting = setInterval(() => void connect.restartFailed(connector).catch(() => undefined), pauseMs);
  return work.finally(() => clearInterval(restarting));
}
