import { createHash } from 'node:crypto';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../errors.js';

export interface LockOptions {
  /** What is locked; it need not exist. */
  path: string;
  signal?: AbortSignal | undefined;
  /** Told once, with the holder ("process 1234"), when somebody else has the lock. */
  onWait?: (holder: string) => void;
}

/**
 * Runs `work` while no other process on this machine runs one with the same path; waits for its turn.
 * The lock is a Linux abstract socket: it goes with its process, however that ends, so there are no stale ones.
 */
export async function withLock<T>(options: LockOptions, work: () => Promise<T>): Promise<T> {
  const server = await acquire(options);
  try {
    return await work();
  } finally {
    server.close();
  }
}

async function acquire({ path, signal, onWait }: LockOptions): Promise<Server> {
  const address = `\0cdcctl-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`;
  for (let attempt = 0; ; attempt++) {
    signal?.throwIfAborted();
    const server = await listen(address);
    if (server !== undefined) return server;
    if (attempt === 0) onWait?.(await holderOf(address));
    await sleep(200, undefined, { signal });
  }
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on('error', () => undefined).end(`process ${process.pid}`));
    server.once('error', (error) => (codeOf(error) === 'EADDRINUSE' ? resolve(undefined) : reject(error)));
    server.listen(address, () => resolve(server.unref()));
  });
}

function holderOf(address: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(address).setEncoding('utf8').setTimeout(1000);
    socket.on('data', (chunk: string) => (text += chunk));
    socket.on('timeout', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(text || 'another process'));
  });
}
