import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSecureContext, createServer as createTlsServer, type TlsOptions, TLSSocket } from 'node:tls';
import { withCassandra } from '../../../src/clients/cassandra.js';
import { ConnectClient } from '../../../src/clients/connect.js';
import { withKafkaAdmin } from '../../../src/clients/kafka.js';
import { withPostgres } from '../../../src/clients/postgres.js';
import { RegistryClient } from '../../../src/clients/registry.js';
import { type TlsSettings } from '../../../src/clients/tls.js';
import { VaultClient } from '../../../src/clients/vault.js';
import { waitFor } from '../../../src/wait.js';
import { type DevVault, startDevVault } from '../../support/dev-vault.js';

/** Certificates of a real authority; servers that get no further than the handshake. */
interface Certificate {
  key: string;
  cert: string;
}

let vault: DevVault;
let directory: string;
let good: Certificate;
let expired: Certificate;
let ofAnotherName: Certificate;
let caFile: string;
let otherCaFile: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-tls-'));
  vault = await startDevVault();
  for (const mount of ['pki', 'other']) {
    await vault.root.write(`sys/mounts/${mount}`, { type: 'pki' });
    const { certificate } = await vault.root.write(`${mount}/root/generate/internal`, {
      common_name: mount,
      ttl: '8h',
    });
    writeFileSync(join(directory, `${mount}.pem`), String(certificate));
  }
  await vault.root.write('pki/roles/any', {
    allow_any_name: true,
    enforce_hostnames: false,
    not_before_duration: '30s',
  });
  [caFile, otherCaFile] = [join(directory, 'pki.pem'), join(directory, 'other.pem')];
  expired = await issue({ ttl: '1s' });
  good = await issue({ ttl: '1h' });
  ofAnotherName = await issue({ ttl: '1h', ip_sans: '192.0.2.1' });
  await sleep(2500);
});
afterAll(async () => {
  await vault.close();
  rmSync(directory, { recursive: true });
});

async function issue(request: Record<string, string>): Promise<Certificate> {
  const options = { common_name: 'server', ip_sans: '127.0.0.1', ...request };
  const { private_key: key, certificate: cert } = await vault.root.write('pki/issue/any', options);
  return { key: String(key), cert: String(cert) };
}

type Use = (port: number, tls: TlsSettings) => Promise<unknown>;
const address = (port: number, tls: TlsSettings) => ({ url: `https://127.0.0.1:${port}`, tls });

const clients: [string, string, Use][] = [
  ['Kafka Connect', 'spec.connect.tls', (port, tls) => new ConnectClient(address(port, tls)).plugins()],
  [
    'the schema registry',
    'spec.schemaRegistry.tls',
    (port, tls) => new RegistryClient(address(port, tls)).globalCompatibility(),
  ],
  [
    'Vault',
    'spec.secrets.vault.tls',
    (port, tls) =>
      VaultClient.login({
        ...address(port, tls),
        auth: { method: 'appRole', mount: 'approle', roleId: 'a', secretId: 'b' },
      }),
  ],
  [
    'Kafka',
    'spec.kafka.tls',
    (port, tls) => withKafkaAdmin({ bootstrapServers: [`127.0.0.1:${port}`], tls }, (admin) => admin.listTopics()),
  ],
  [
    'Cassandra',
    'spec.cassandra.tls',
    (port, tls) => withCassandra({ contactPoints: [`127.0.0.1:${port}`], tls }, () => Promise.resolve()),
  ],
  [
    'PostgreSQL',
    'spec.postgresql.tls',
    (port, tls) =>
      withPostgres({ host: '127.0.0.1', port, database: 'd', username: 'u', password: 'p', tls }, () =>
        Promise.resolve(),
      ),
  ],
];

describe.each(clients)('%s', (system, field, use) => {
  const tried = (port: number, tls: Partial<TlsSettings>) =>
    use(port, { caFile, verifyHostname: true, minVersion: 'TLSv1.3', ...tls });

  test.each([
    [
      'of an authority that is not trusted',
      () => good,
      { caFile: () => otherCaFile },
      'its certificate is of no authority that is trusted',
      `check ${field}.caFile`,
    ],
    ['that has expired', () => expired, {}, 'its certificate has expired', 'renew the certificate'],
    [
      'for another name',
      () => ofAnotherName,
      {},
      'its certificate is for another name than the one that is connected to',
      `${field}.verifyHostname: false`,
    ],
  ])(
    'a certificate %s is refused',
    async (_, certificate, { caFile: ca }: { caFile?: () => string }, message, hint) => {
      await withTlsServer({ system, options: certificate() }, async (port) => {
        await expect(tried(port, ca === undefined ? {} : { caFile: ca() })).rejects.toMatchObject({
          kind: 'unauthorised',
          message: expect.stringContaining(`TLS with ${system} failed: ${message}`) as string,
          hint: expect.stringContaining(hint) as string,
        });
      });
    },
  );

  test('a server without TLS 1.3 is refused, unless the definition allows 1.2', async () => {
    await withTlsServer({ system, options: { ...good, maxVersion: 'TLSv1.2' } }, async (port, handshakes) => {
      await expect(tried(port, {})).rejects.toMatchObject({
        kind: 'unreachable',
        message: expect.stringContaining(
          `TLS with ${system} failed: it does not speak the version of TLS that is asked for`,
        ) as string,
        hint: expect.stringContaining(`${field}.minVersion: TLSv1.2`) as string,
      });
      expect(handshakes()).toEqual([]);
      // The server hangs up after the handshake, which not every client takes for an answer.
      tried(port, { minVersion: 'TLSv1.2' }).catch(() => undefined);
      await waitFor({ what: 'a handshake with TLS 1.2', timeoutMs: 20_000 }, () =>
        Promise.resolve(handshakes().includes('TLSv1.2') || undefined),
      );
    });
  });

  test('any name will do where the definition says so', async () => {
    await withTlsServer({ system, options: ofAnotherName }, async (port, handshakes) => {
      tried(port, { verifyHostname: false }).catch(() => undefined);
      await waitFor({ what: 'a handshake', timeoutMs: 20_000 }, () =>
        Promise.resolve(handshakes().includes('TLSv1.3') || undefined),
      );
    });
  });
});

test('a file that is not there is named with its field', async () => {
  const tls: TlsSettings = { caFile: '/does/not/exist.pem', verifyHostname: true, minVersion: 'TLSv1.3' };
  await expect(
    withPostgres({ host: '127.0.0.1', port: 1, database: 'd', username: 'u', password: 'p', tls }, () =>
      Promise.resolve(),
    ),
  ).rejects.toMatchObject({
    kind: 'invalid',
    resource: '/does/not/exist.pem',
    hint: 'check spec.postgresql.tls.caFile',
  });
});

interface TlsServer {
  options: TlsOptions;
  system: string;
}

/** Runs `use` with a server that ends every connection after its handshake. */
async function withTlsServer(
  { options, system }: TlsServer,
  use: (port: number, handshakes: () => (string | null)[]) => Promise<void>,
): Promise<void> {
  const versions: (string | null)[] = [];
  const sockets: Socket[] = [];
  const secured = (socket: TLSSocket): void => {
    versions.push(socket.getProtocol());
    socket.on('error', () => undefined);
    socket.destroy();
  };
  const server = system === 'PostgreSQL' ? postgresServer(options, secured) : createTlsServer(options, secured);
  server.on('connection', (socket: Socket) => sockets.push(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use((server.address() as AddressInfo).port, () => versions);
  } finally {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Clients of PostgreSQL ask whether there is TLS before they speak it. */
function postgresServer(options: TlsOptions, secured: (socket: TLSSocket) => void): Server {
  const secureContext = createSecureContext(options);
  return createServer((socket) => {
    socket.once('data', () => {
      socket.write('S');
      const secure = new TLSSocket(socket, { isServer: true, secureContext });
      secure.on('error', () => undefined);
      secure.on('secure', () => secured(secure));
    });
  });
}
