import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import {
  createServer,
  type IncomingMessage,
  request as requestHttp,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, request as requestTls, type ServerOptions } from 'node:https';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectClient } from '../../../src/clients/connect.js';
import { tlsOptions, type TlsSettings } from '../../../src/clients/tls.js';
import { type MavenSet, versions } from '../../../src/stack/artifacts.js';
import { ensureSet } from '../../../src/stack/cache/artifact-cache.js';
import { cacheDirectory } from '../../../src/stack/cache/location.js';
import { waitFor } from '../../../src/wait.js';
import { servicesOfStack } from '../../support/services.js';
import { stackOfTests } from '../../support/stack.js';

/** By this Apache's distribution of Connect asks for logins; the stack's worker does without. */
const extension: MavenSet = {
  kind: 'maven',
  name: 'connect-basic-auth-extension',
  version: versions.connect,
  artifacts: [{ coordinates: `org.apache.kafka:connect-basic-auth-extension:${versions.connect}`, alone: true }],
};

export interface Login {
  username: string;
  password: string;
}

/** A Connect cluster of one worker, beside that of the stack, which asks for a login. */
export class GuardedWorker {
  private readonly directory = mkdtempSync(join(tmpdir(), 'cdcctl-worker-'));
  private process: ChildProcess | undefined;
  url = '';

  constructor(private readonly login: Login) {}

  /** Starts it as the stack's worker is started, and returns when it serves its API. */
  async start(): Promise<void> {
    const { connect } = await servicesOfStack();
    const [executable = '', ...args] = readFileSync(`/proc/${connect.pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
    const port = await freePort();
    const classPath = args.indexOf('-cp') + 1;
    args[classPath] += `:${await extensionJar()}`;
    args.splice(args.length - 1, 1, this.write('connect.properties', this.properties(args.at(-1)!, port)));
    const logins = this.write('logins.properties', `${this.login.username}=${this.login.password}\n`);
    const module = 'org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule';
    const jaas = this.write('jaas.conf', `KafkaConnect { ${module} required file="${logins}"; };\n`);
    const log = openSync(join(this.directory, 'log'), 'w');
    const started = spawn(executable, [`-Djava.security.auth.login.config=${jaas}`, ...args], {
      env: {},
      stdio: ['ignore', log, log],
    });
    this.process = started;
    this.url = `${scheme()}://127.0.0.1:${port}`;
    await waitFor({ what: 'the worker', timeoutMs: 60_000, hint: this.log() }, async () => {
      if (started.exitCode !== null) throw new Error(`the worker has ended:\n${this.log()}`);
      return this.connectors().catch(() => undefined);
    });
  }

  /** The names of those that are deployed. */
  async connectors(): Promise<string[]> {
    const client = new ConnectClient({ ...stackOfTests().connect, ...this.login, url: this.url });
    return [...(await client.connectors()).keys()];
  }

  log(): string {
    return readFileSync(join(this.directory, 'log'), 'utf8');
  }

  async stop(): Promise<void> {
    if (this.process?.exitCode === null && this.process.kill()) await once(this.process, 'exit');
    rmSync(this.directory, { recursive: true });
  }

  /** What comes later in a file of properties holds. */
  private properties(ofStack: string, port: number): string {
    const group = `guarded-${port}`;
    return [
      readFileSync(ofStack, 'utf8'),
      `listeners=${scheme()}://127.0.0.1:${port}`,
      `rest.advertised.port=${port}`,
      `group.id=${group}`,
      ...['offset', 'config', 'status'].map((what) => `${what}.storage.topic=_${group}_${what}s`),
      'rest.extension.classes=org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension',
      '',
    ].join('\n');
  }

  private write(name: string, content: string): string {
    const file = join(this.directory, name);
    writeFileSync(file, content, { mode: 0o600 });
    return file;
  }
}

/** No stock extension asks for tokens: a proxy of a test's own, which has the login of the worker behind it. */
export class BearerProxy {
  private server: Server | undefined;
  url = '';

  constructor(
    private readonly worker: { url: string } & Login,
    private readonly token: string,
  ) {}

  async start(): Promise<void> {
    const { tls } = stackOfTests().connect;
    const handle = (request: IncomingMessage, response: ServerResponse): void => this.answer(request, response);
    this.server = tls === undefined ? createServer(handle) : createTlsServer(identityOf(tls), handle);
    this.url = `${scheme()}://127.0.0.1:${await listen(this.server)}`;
  }

  stop(): void {
    this.server?.close();
    this.server?.closeAllConnections();
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { authorization, ...headers } = request.headers;
    if (authorization !== `Bearer ${this.token}`) {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"no such token"}');
      return;
    }
    const { url, username, password } = this.worker;
    const { tls } = stackOfTests().connect;
    const options = {
      method: request.method,
      headers,
      auth: `${username}:${password}`,
      ...(tls === undefined ? {} : tlsOptions(tls, '')),
    };
    const send = tls === undefined ? requestHttp : requestTls;
    const forwarded = send(new URL(request.url ?? '', url), options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    forwarded.on('error', () => response.writeHead(502).end());
    request.pipe(forwarded);
  }
}

/** That of the stack's worker. */
function scheme(): string {
  return stackOfTests().connect.tls === undefined ? 'http' : 'https';
}

function identityOf(tls: TlsSettings): Pick<ServerOptions, 'cert' | 'key'> {
  const { cert, key } = tlsOptions(tls, '');
  return { cert, key };
}

async function extensionJar(): Promise<string> {
  const directory = await ensureSet(extension, {
    cacheDirectory: cacheDirectory({ env: process.env, userId: process.getuid!() }),
    onProgress: () => undefined,
  });
  return join(directory, `${extension.name}-${extension.version}.jar`);
}

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
}
