import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the network between two parts does. */
type Network = 'open' | 'cut' | 'slow';

/** Each piece of what is sent is late by this. */
const slowMs = 40;

/** Stands between two parts, so that the network between them alone can be cut, without an end of its connections. */
export class Proxy {
  private network: Network = 'open';
  private reopen: () => void = () => undefined;
  private opened: Promise<void> = Promise.resolve();
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly target: { host: string; port: number },
  ) {
    server.on('connection', (client: Socket) => this.join(client));
  }

  static async to(target: { host: string; port: number }): Promise<Proxy> {
    const server = createServer().unref();
    const proxy = new Proxy(server, target);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get port(): number {
    const address = this.server.address();
    return address !== null && typeof address === 'object' ? address.port : 0;
  }

  set(network: Network): void {
    if (network === 'cut' && this.network !== 'cut') {
      this.opened = new Promise((done) => (this.reopen = done));
    }
    this.network = network;
    if (network !== 'cut') this.reopen();
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }

  private join(client: Socket): void {
    const server = connect(this.target);
    this.forward(client, server);
    this.forward(server, client);
  }

  private forward(from: Socket, to: Socket): void {
    this.sockets.add(from);
    from.on('close', () => {
      this.sockets.delete(from);
      to.destroy();
    });
    from.on('error', () => to.destroy());
    void (async () => {
      for await (const piece of from) {
        await this.opened;
        if (this.network === 'slow') await sleep(slowMs);
        if (!to.write(piece as Buffer)) await new Promise((done) => to.once('drain', done).once('close', done));
      }
      to.end();
    })().catch(() => to.destroy());
  }
}
