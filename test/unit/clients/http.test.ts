import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { httpClient } from '../../../src/clients/http.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function clientOf(url: string, timeoutMs = 5000) {
  return httpClient({
    address: { url, username: 'reader', password: 'canary' },
    ...{ system: 'Kafka Connect', field: 'spec.connect.url', tlsField: 'spec.connect.tls', timeoutMs },
  });
}

test('an answer that never ends is not waited for, however often something comes of it', async () => {
  const url = await serve((_, response) => {
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  });
  const before = performance.now();
  await expect(clientOf(url, 300).get('/')).rejects.toMatchObject({
    kind: 'unreachable',
    message: 'cannot reach Kafka Connect: no whole answer within 0.3 s',
  });
  expect(performance.now() - before).toBeLessThan(3000);
});

test('an answer that fills the memory is cut off', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, ' ');
  let sent = 0;
  const url = await serve((_, response) => {
    const send = () => {
      while (!response.destroyed && response.write(megabyte)) sent++;
    };
    response.on('drain', send);
    send();
  });
  await expect(clientOf(url, 30_000).get('/')).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringContaining('maxContentLength') as string,
  });
  expect(sent).toBeLessThan(1000);
});

test('a login does not follow to where a server redirects', async () => {
  const logins: (string | undefined)[] = [];
  const elsewhere = await serve(({ headers }, response) => {
    logins.push(headers.authorization);
    response.end('{}');
  });
  const url = await serve(({ headers }, response) => {
    logins.push(headers.authorization);
    response.writeHead(307, { Location: elsewhere.replace('127.0.0.1', 'localhost') }).end();
  });
  await clientOf(url).get('/');
  expect(logins).toEqual([expect.stringMatching(/^Basic /), undefined]);
});
