import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, expect, test } from '@jest/globals';
import { ensureArtifacts } from '../../../src/stack/cache/artifact-cache.js';
import { cacheDirectory } from '../../../src/stack/cache/location.js';
import { findJava } from '../../../src/stack/native/java.js';
import { composeDirectory } from '../../support/compose-files.js';
import { testWith } from '../../support/optional-tools.js';

const run = promisify(execFile);
const scratch = mkdtempSync(join(tmpdir(), 'cdcctl-compose-'));
const generated = (name: string): string => join(composeDirectory, 'generated', name);

afterAll(() => rmSync(scratch, { recursive: true }));

/** What a program of test/data/java prints, with the classes of one of the stack's programs. */
async function readByJava(
  set: 'cassandra' | 'connect' | 'cassandraSource',
  program: string,
  file: string,
): Promise<string> {
  const { executable, home } = await findJava(process.env);
  const directories = await ensureArtifacts({
    cacheDirectory: cacheDirectory({ env: process.env, userId: process.geteuid?.() ?? -1 }),
    javaHome: home,
    onProgress: () => undefined,
  });
  const jars = set === 'cassandraSource' ? join(directories[set], 'debezium-connector-cassandra') : directories[set];
  const args = ['-Xmx256m', '-cp', `${jars}/*`, `test/data/java/${program}.java`, file];
  const env = { PATH: process.env.PATH, CASSANDRA_PORT: '19042', CDC_CONNECT_PORT: '18083', CDC_KAFKA_PORT: '19092' };
  const { stdout } = await run(executable, args, { env: { ...env, CDC_SECRETS_DIR: '/etc/cdcctl/secrets' } });
  return stdout.trim().split('\n').at(-1) ?? '';
}

test('Cassandra reads its configuration', async () => {
  const read = await readByJava('cassandra', 'ReadCassandraYaml', generated('cassandra.yaml'));
  expect(read).toBe('true /var/lib/cassandra/cdc_raw 0.0.0.0 127.0.0.1');
});

test('the Connect worker reads its properties, with its variables', async () => {
  const read = await readByJava('connect', 'ReadWorkerProperties', generated('connect.properties'));
  expect(read).toBe('[http://0.0.0.0:18083] [127.0.0.1:19092] /etc/cdcctl/secrets');
});

test('the driver of the source reads its configuration, with its variable', async () => {
  const read = await readByJava('cassandraSource', 'ReadDriverConfig', generated('driver.conf'));
  expect(read).toBe('[127.0.0.1:19042] datacenter1');
});

testWith('promtool')('Prometheus reads its configuration and its rules', async () => {
  const config = join(scratch, 'prometheus.yaml');
  const rules = join(composeDirectory, '../templates/prometheus/alerts.yaml');
  writeFileSync(
    config,
    readFileSync(generated('prometheus.yaml'), 'utf8').replace('/etc/prometheus/alerts.yaml', rules),
  );
  const { stdout } = await run('promtool', ['check', 'config', config]);
  expect(stdout).toMatch(/SUCCESS: \d+ rules found/);
  await run('amtool', ['check-config', 'templates/prometheus/alertmanager.yaml']);
});

testWith('compose').each([['compose.yaml'], ['compose.yaml', 'build.yaml']])(
  'Compose reads %s %s',
  async (...files) => {
    const args = files.flatMap((file) => ['--file', join(composeDirectory, file)]);
    const env = { ...process.env, BASE_IMAGE: 'base:1', COMPOSE_PROFILES: '*' };
    const { stdout } = await run('docker', ['compose', ...args, 'config', '--format', 'json'], { env });
    const { services } = JSON.parse(stdout) as { services: Record<string, { image: string }> };
    expect(services.connect?.image).toBe(`cdcctl/${files.length === 1 ? '' : 'built-'}connect:0.1.0`);
  },
);
