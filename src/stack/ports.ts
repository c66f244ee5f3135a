import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { OperatorError } from '../errors.js';
import { portOwner } from './port-owner.js';
import { portNames, type PortName, preferredPorts, type StackPorts } from './services.js';

export type PortChoices = Partial<StackPorts>;

/**
 * Chooses a port for everything that listens: what was asked for, else what the stack had before, else the usual one
 * when it is free, else any free one. Whether the first two are free is found out when a service is to be started.
 */
export async function assignPorts(asked: PortChoices, recorded: PortChoices): Promise<StackPorts> {
  const ports: PortChoices = {};
  for (const name of portNames) {
    const known = asked[name] ?? recorded[name];
    if (known !== undefined) ports[name] = known;
  }
  rejectDoubles(ports);
  for (const name of portNames) {
    const preferred = name === 'source-health' && !isFirst(ports) ? 0 : preferredPorts[name];
    ports[name] ??= await freePort(preferred, new Set(Object.values(ports)));
  }
  return ports as StackPorts;
}

/** Nobody listens on the port of a source before one is deployed: whether another stack has it shows in its worker's. */
function isFirst({ connect }: PortChoices): boolean {
  return connect === preferredPorts.connect;
}

/** The threads of a JVM that has ended may hold a port a little longer: it is nobody's then. */
const lingeringMs = 3000;
const pauseMs = 100;

/** @throws OperatorError (invalid) naming the port, whose it is to be, and who has it. */
export async function requireFreePort(name: PortName, ports: StackPorts): Promise<void> {
  const port = ports[name];
  let owner: string | undefined;
  for (let tries = lingeringMs / pauseMs; ; tries--) {
    if (await isFree(port)) return;
    owner = await portOwner(port);
    if (owner !== undefined || tries <= 0) break;
    await sleep(pauseMs);
  }
  throw new OperatorError({
    kind: 'invalid',
    message: `port ${port} (${name}) is taken by ${owner ?? 'a process of another user'}`,
    hint: `stop that process, or choose another port: cdcctl up --port ${name}=${await freePort(0, new Set())}`,
  });
}

async function freePort(preferred: number, taken: Set<number>): Promise<number> {
  if (preferred !== 0 && !taken.has(preferred) && (await isFree(preferred))) return preferred;
  for (;;) {
    const port = await listenOnce(0);
    if (port !== undefined && !taken.has(port)) return port;
  }
}

export async function isFree(port: number): Promise<boolean> {
  return (await listenOnce(port)) !== undefined;
}

/** The port that was listened on for a moment; undefined when that was refused. */
function listenOnce(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}

function rejectDoubles(ports: PortChoices): void {
  for (const name of portNames) {
    const other = portNames.find((candidate) => candidate !== name && ports[candidate] === ports[name]);
    if (ports[name] === undefined || other === undefined) continue;
    throw new OperatorError({
      kind: 'invalid',
      message: `port ${ports[name]} is to be used for both ${name} and ${other}`,
      hint: 'give one of them another port with --port',
    });
  }
}
