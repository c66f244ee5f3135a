import { createServer, type Server } from 'node:net';
import { assignPorts, requireFreePort } from '../../../src/stack/ports.js';
import { portNames, preferredPorts } from '../../../src/stack/services.js';

let server: Server;
let taken: number;

beforeEach(async () => {
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  taken = typeof address === 'object' && address !== null ? address.port : 0;
});

afterEach(() => new Promise((resolve) => server.close(resolve)));

test('every port is chosen, and none twice', async () => {
  const ports = await assignPorts({}, {});
  expect(new Set(portNames.map((name) => ports[name])).size).toBe(portNames.length);
});

test('a port that was asked for wins over the recorded one, which wins over the usual one', async () => {
  const ports = await assignPorts({ kafka: 19_092 }, { kafka: 29_092, connect: 28_083 });
  expect(ports.kafka).toBe(19_092);
  expect(ports.connect).toBe(28_083);
});

test('a usual port that was asked for by another service is not chosen', async () => {
  const ports = await assignPorts({ connect: preferredPorts.registry }, {});
  expect(ports.connect).toBe(preferredPorts.registry);
  expect(ports.registry).not.toBe(preferredPorts.registry);
});

test('the source of a stack beside another has a port of its own, though nobody listens on the usual one yet', async () => {
  const ports = await assignPorts({ connect: 28_083 }, {});
  expect(ports['source-health']).not.toBe(preferredPorts['source-health']);
});

test('one port for two services is refused', async () => {
  await expect(assignPorts({ kafka: 19_092, connect: 19_092 }, {})).rejects.toMatchObject({
    kind: 'invalid',
    message: 'port 19092 is to be used for both kafka and connect',
  });
});

test('a taken port is refused with the process that has it and a way out', async () => {
  const ports = { ...preferredPorts, kafka: taken };
  await expect(requireFreePort('kafka', ports)).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringMatching(
      new RegExp(`^port ${taken} \\(kafka\\) is taken by process ${process.pid} \\(`),
    ) as string,
    hint: expect.stringMatching(/cdcctl up --port kafka=\d+$/) as string,
  });
});
