import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { connectCassandra } from '../../../src/clients/cassandra.js';
import { waitFor } from '../../../src/wait.js';
import { stackOfTests } from '../../support/stack.js';

/** The driver tries every two seconds. */
const reconnectingMs = 5000;
/** A node that has just started is slow: the driver loses its patience with the connections that it opens again. */
const slowMs = 50;

const open = new Set<Socket>();
let server: Server;

afterEach(() => {
  server.close();
  for (const socket of open) socket.destroy();
  open.clear();
});

/** A node that can go away and come back, as it does when it is restarted. */
async function listen(port: number): Promise<number> {
  const [node] = stackOfTests().cassandra.contactPoints;
  const target = new URL(`cql://${node}`);
  server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    open.add(client);
    client.on('close', () => open.delete(client));
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('data', (piece) => void sleep(slowMs).then(() => upstream.write(piece)));
    upstream.pipe(client);
    client.on('close', () => upstream.destroy());
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('a node that accepts connections and does not answer is away after 12 s', async () => {
  server = createServer((client) => {
    open.add(client);
    client.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const node = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(connectCassandra({ contactPoints: [node] })).rejects.toMatchObject({
    kind: 'unreachable',
    resource: node,
    message: expect.stringContaining('did not reply before timeout 12000 ms'),
  });
}, 30_000);

test('a session that has seen its node restart leaves no connection open', async () => {
  const port = await listen(0);
  const client = await connectCassandra({ ...stackOfTests().cassandra, contactPoints: [`127.0.0.1:${port}`] });
  server.close();
  for (const socket of open) socket.destroy();
  await sleep(reconnectingMs);
  await listen(port);
  await waitFor({ what: 'the session to work again', timeoutMs: 30_000 }, () =>
    client.execute('SELECT key FROM system.local').then(
      () => true,
      () => undefined,
    ),
  );
  await sleep(reconnectingMs);
  await client.shutdown();
  await sleep(reconnectingMs);
  expect(open.size).toBe(0);
}, 90_000);
