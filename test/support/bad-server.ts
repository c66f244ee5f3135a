import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { mutatedJson } from './mutated-json.js';
import { randomNumbers } from './random-numbers.js';

export interface BadServer {
  url: string;
  /** Chooses how the next requests are answered; 0 is as they should be. */
  behave: (seed: number) => void;
  /** From now on answers break off in the middle. */
  breakOff: () => void;
  close: () => void;
}

/**
 * A server of which every answer may be wrong: its body, its status, its headers, or that it ends too early.
 * @param answerTo what is right for a request
 */
export async function startBadServer(answerTo: (request: IncomingMessage) => unknown): Promise<BadServer> {
  let seed = 0;
  let breaksOff = false;
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      if (breaksOff) breakOff(response, '{"id":');
      else if (seed === 0) response.end(JSON.stringify(answerTo(request)));
      else answerWrongly(seed, response, answerTo(request));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behave: (next) => (seed = next),
    breakOff: () => (breaksOff = true),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

// Connect asks with 409 to try again, which takes a minute.
const statuses = [201, 204, 206, 301, 302, 304, 307, 400, 401, 403, 404, 405, 418, 422, 429, 500, 502, 503, 599];
const headers: Record<string, string>[] = [
  { 'Content-Type': 'text/html' },
  { 'Content-Type': 'application/json; charset=utf-16' },
  { 'Content-Encoding': 'gzip' },
  { 'Content-Encoding': 'br' },
  { 'Content-Encoding': 'none-such' },
  { 'Content-Length': '3' },
  { 'Content-Length': '99999' },
  { Location: '/connectors' },
  { Location: 'http://127.0.0.1:1/' },
  { Location: 'file:///etc/passwd' },
  { Location: 'http://[' },
  { 'Set-Cookie': 'a=b' },
  { 'Retry-After': '-1' },
];

function answerWrongly(seed: number, response: ServerResponse, right: unknown): void {
  const random = randomNumbers(seed + 7);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  const { socket } = response;
  response.shouldKeepAlive = false;
  const body = random(5) === 0 ? JSON.stringify(right) : mutatedJson(seed, right);
  const kind = random(12);
  if (kind === 0) return void socket?.destroy();
  if (kind === 1)
    return void socket?.end(pick(['HTTP/1.1 200\r\n\r\n{}', 'hello\r\n\r\n', 'HTTP/9.9 999 x\r\n\r\n', '\0\0']));
  if (kind === 2) return breakOff(response, body);
  response.strictContentLength = false;
  response.writeHead(kind < 5 ? pick(statuses) : 200, kind === 4 || kind === 5 ? pick(headers) : {});
  response.end(body);
}

function breakOff(response: ServerResponse, text: string): void {
  const { socket } = response;
  response.writeHead(200, { 'Content-Length': String(Buffer.byteLength(text) + 10) });
  response.write(text, () => socket?.destroy());
}
