import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectClient } from '../../../src/clients/connect.js';
import { offsetsInOrder } from '../../../src/deploy/operate/offsets/read.js';
import { effectOn } from '../../../src/deploy/operate/offsets/effect.js';
import { failOnFailed, hasFailed, isRunning } from '../../../src/deploy/health.js';
import { forEachSeed, isWhole } from '../../support/bad-input.js';
import { type BadServer, startBadServer } from '../../support/bad-server.js';
import { cdcctl } from '../../support/cli.js';
import { unreachableDefinition } from '../../support/unreachable-definition.js';

const trace =
  'org.apache.kafka.connect.errors.ConnectException: it failed\n\tat a.B\nCaused by: java.io.IOException: no';
const instance = { state: 'RUNNING', worker_id: '127.0.0.1:8083' };
const status = {
  ...{ name: 'shop-sink-users', connector: instance, type: 'sink' },
  tasks: [
    { id: 0, ...instance },
    { id: 1, state: 'FAILED', worker_id: '127.0.0.1:8083', trace },
  ],
};
const config = {
  'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
  'topics.regex': 'shop-.*',
  'connection.url': 'jdbc:postgresql://127.0.0.1:5432/shop',
  'table.name.format': 'shop.users',
  name: 'shop-sink-users',
};
const offset = { partition: { kafka_topic: 'shop-users', kafka_partition: 1 }, offset: { kafka_offset: 7 } };

/** As Kafka Connect answers. */
function answerTo(path: string): unknown {
  if (path.startsWith('/connectors?')) return { 'shop-sink-users': { info: { config, tasks: [] }, status } };
  if (path === '/connector-plugins') return [{ class: 'a.B', type: 'sink', version: '1.0' }];
  if (path.endsWith('/validate')) return { configs: [{ value: { name: 'topics', errors: ['is missing'] } }] };
  if (path.endsWith('/config')) return config;
  if (path.endsWith('/topics')) return { 'shop-sink-users': { topics: ['shop-users'] } };
  if (path.endsWith('/offsets')) return { offsets: [offset, offset] };
  return status;
}

let server: BadServer;
let directory: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-bad-connect-'));
  server = await startBadServer(({ url }) => answerTo(url ?? ''));
});
afterAll(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

const name = 'shop-sink-users';
/** What cdcctl asks, and does with the answers. */
const questions: ((client: ConnectClient) => Promise<unknown>)[] = [
  async (client) => (await client.plugins()).map((plugin) => `${plugin.class.length} ${plugin.version.length}`),
  async (client) => (await client.validate(config)).map(({ setting, message }) => setting.trim() + message.trim()),
  async (client) => {
    for (const live of (await client.connectors()).values()) {
      Object.values(live.config).forEach((value) => value.trim());
      if (live.status !== undefined) hasFailed(live.status);
    }
  },
  async (client) => Object.values((await client.config(name)) ?? {}).map((value) => value.trim()),
  async (client) => {
    const found = await client.status(name);
    if (isRunning(found) || found === undefined) return;
    failOnFailed(found);
  },
  async (client) => (await client.topics(name)).map((topic) => topic.trim()),
  async (client) => {
    const offsets = await offsetsInOrder(client, name);
    effectOn(offsets, offsets);
  },
  (client) => client.pause(name),
  (client) => client.put(name, config),
  (client) => client.delete(name),
];

test('what Kafka Connect answers is taken, or refused with its reason', async () => {
  server.behave(0);
  const client = new ConnectClient({ url: server.url });
  expect(await client.status(name)).toEqual(status);
  expect(await offsetsInOrder(client, name)).toEqual([offset, offset]);
  const { taken, refused } = await forEachSeed(async (seed) => {
    server.behave(seed);
    await questions[seed % questions.length]!(client);
  });
  if (isWhole) expect(Math.min(taken, refused)).toBeGreaterThan(50);
}, 60_000);

test.each([
  ['import', 0.1, () => ['import', '--connect-url', server.url, '--to', '-']],
  ['offsets get', 0.02, () => ['offsets', 'get', '-f', 'shop.yaml']],
  ['restart', 0.02, () => ['restart', '--table', 'users', '-f', 'shop.yaml', '--no-wait']],
  ['stop', 0.02, () => ['stop', '--table', 'users', '-f', 'shop.yaml', '--no-wait', '-o', 'json']],
])(
  '%s ends with what was found, or with its reason',
  async (_, share, argv) => {
    writeFileSync(join(directory, 'shop.yaml'), unreachableDefinition(server.url));
    const exitCodes = new Set<number>();
    await forEachSeed(
      async (seed) => {
        // Few commands, and each with other answers.
        server.behave(seed * 31);
        const { exitCode, stderr } = await cdcctl(argv(), { cwd: directory, env: {} });
        if (exitCode === 1 || /undefined|\[object/.test(stderr)) throw new Error(stderr);
        exitCodes.add(exitCode);
      },
      { share },
    );
    if (isWhole) expect(exitCodes.size).toBeGreaterThan(1);
  },
  60_000,
);
