import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLoopback, refusedRequest } from '../../../src/lag/metrics/refused-request.js';
import { type CliRun, cdcctl } from '../../support/cli.js';
import { unreachableDefinition } from '../../support/unreachable-definition.js';

let directory: string;
let ended: Promise<CliRun>;
let port: number;
const stop = new AbortController();

/** As a process, without a port of its own choice: what only this machine may read is the default. */
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-metrics-'));
  writeFileSync(join(directory, 'shop.yaml'), unreachableDefinition());
  port = await new Promise<number>((resolve) => {
    const onStderr = (text: string) => {
      const [, found] = /serving http:\/\/127\.0\.0\.1:(\d+)\/metrics/.exec(text) ?? [];
      if (found !== undefined) resolve(Number(found));
    };
    const argv = ['metrics', 'serve', '-f', 'shop.yaml', '--listen', '127.0.0.1:0'];
    ended = cdcctl(argv, { cwd: directory, env: {}, signal: stop.signal, onStderr });
  });
}, 30_000);
afterAll(async () => {
  stop.abort();
  await ended;
  rmSync(directory, { recursive: true });
}, 60_000);

interface Asked {
  method?: string;
  path?: string;
  host?: string;
}

async function ask({ method = 'GET', path = '/', host = `127.0.0.1:${port}` }: Asked): Promise<IncomingMessage> {
  const sent = request({ port, host: '127.0.0.1', method, path, headers: { Host: host }, setHost: false });
  sent.end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

test.each(['127.0.0.1', 'localhost', 'LOCALHOST:9464', '[::1]:9464', '127.0.0.5'])(
  '%s is this machine',
  async (host) => {
    expect((await ask({ host })).statusCode).toBe(200);
  },
);

test.each([
  'evil.example',
  'evil.example:9464',
  '127.0.0.1.evil.example',
  'localhost.evil.example',
  '10.0.0.1',
  '[::2]',
  '::1.x',
  '2130706433',
  '0',
])(
  // prettier-ignore
  'a page of another site that has the address under its name reads nothing: %s',
  async (host) => {
    for (const path of ['/', '/metrics']) expect((await ask({ host, path })).statusCode).toBe(421);
  },
);

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND'])('%s changes nothing', async (method) => {
  const response = await ask({ method });
  expect([response.statusCode, response.headers.allow]).toEqual([405, 'GET, HEAD']);
  // A browser asks by OPTIONS whether another site may read it.
  expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
});

test.each([
  'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'GET http://evil.example/metrics HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'GET / HTTP/1.1\r\n\r\n',
  'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n',
  'GET /../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  '\u0016\u0003\u0001\u0002\0\u0001',
])('%j is answered with nothing of ours', async (bytes) => {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.end(bytes);
  await once(socket, 'close');
  expect(answer).not.toMatch(/ 200 |cdc_|<html/i);
  // The next one is answered still.
  expect((await ask({ method: 'HEAD' })).statusCode).toBe(200);
});

test('where others may reach it, they may call it by any name', () => {
  const asked = { method: 'GET', headers: { host: 'metrics.internal:9464' } } as IncomingMessage;
  expect(refusedRequest(asked, { onLoopback: false })).toBeUndefined();
  expect(refusedRequest({ ...asked, method: 'POST' } as IncomingMessage, { onLoopback: false })).toMatchObject({ status: 405 }); // prettier-ignore
  expect(['127.0.0.1', '::1', '0.0.0.0', '10.1.2.3', '::'].map(isLoopback)).toEqual([true, true, false, false, false]);
});
