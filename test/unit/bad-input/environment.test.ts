import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { referenceSources } from '../../../src/pipeline/environment.js';
import { deliveryTimeoutMs } from '../../../src/tracing/configuration.js';
import { forEachSeed, isWhole } from '../../support/bad-input.js';
import { cdcctl } from '../../support/cli.js';
import { mutatedBytes, mutatedText } from '../../support/mutated-text.js';
import { randomNumbers } from '../../support/random-numbers.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'cdcctl-bad-env-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const names = [
  'CDCCTL_OUTPUT', 'CDCCTL_QUIET', 'CDCCTL_VERBOSE', 'CDCCTL_NO_COLOR', 'CDCCTL_LOG_FORMAT', 'CDCCTL_FILE', 'CDCCTL_DIR',
  'CDCCTL_CACHE_DIR', 'CDCCTL_CORRELATION_ID', 'OTEL_SDK_DISABLED', 'OTEL_TRACES_EXPORTER', 'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL', 'OTEL_EXPORTER_OTLP_TIMEOUT', 'OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_RESOURCE_ATTRIBUTES',
  'TRACEPARENT', 'TRACESTATE', 'NO_COLOR', 'CI', 'VAULT_ADDR', 'VAULT_ROLE_ID', 'VAULT_SECRET_ID_FILE',
  'KAFKA_BOOTSTRAP_SERVERS', 'CONNECT_URL', 'SCHEMA_REGISTRY_URL', 'CASSANDRA_CONTACT_POINTS', 'PGPASSWORD', 'PGPORT',
  'HOME', 'PATH', 'XDG_CACHE_HOME', 'EDITOR', 'COLUMNS',
]; // prettier-ignore
const values = [
  '', ' ', '0', '-1', '1e999', 'NaN', 'true', 'json', 'yaml', 'http://127.0.0.1:1', 'http://[', 'http://a b', '127.0.0.1:1',
  'a:99999', '::1', ':9042', 'a,,b', ',', 'file:///etc/passwd', '/', '/dev/null', '/proc/self/mem', 'none-such', 'otlp',
  'http/json', 'http/protobuf', 'grpc', 'a=b,=c,%zz', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', '00-0-0-0',
  '${env:PATH}', '${', '\n', 'a\nb: c', '\u001B[2J', '{ a: b }', "'; DROP TABLE x; --", '$(id)', '../../..', 'x'.repeat(50_000),
]; // prettier-ignore

const definition = `apiVersion: cdcctl/v1
kind: Pipeline
metadata: { name: shop }
spec:
  cassandra: { contactPoints: '\${env:CASSANDRA_CONTACT_POINTS:-127.0.0.1:1}', localDataCenter: dc1, keyspace: shop }
  source:
    nodes: [{ id: node1, connectUrl: '\${env:CONNECT_URL:-http://127.0.0.1:1}', driverConfig: /d, relocationDirectory: /r, offsetDirectory: /o }]
  kafka: { bootstrapServers: '\${env:KAFKA_BOOTSTRAP_SERVERS:-127.0.0.1:1}' }
  schemaRegistry: { url: '\${env:SCHEMA_REGISTRY_URL:-http://127.0.0.1:1}' }
  connect: { url: '\${env:CONNECT_URL:-http://127.0.0.1:1}' }
  postgresql: { host: 127.0.0.1, port: '\${env:PGPORT:-1}', database: shop, username: w, password: '\${env:PGPASSWORD:-x}' }
  secrets:
    vault:
      address: '\${env:VAULT_ADDR:-http://127.0.0.1:1}'
      auth: { appRole: { roleId: '\${env:VAULT_ROLE_ID:-x}', secretIdFile: '\${env:VAULT_SECRET_ID_FILE:-/nowhere}' } }
  tables: [{ name: users }]
`;

function mutatedEnvironment(seed: number): Record<string, string> {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  const one = () => (random(3) === 0 ? mutatedText(seed, pick(values)) : pick(values));
  return Object.fromEntries(Array.from({ length: pick([1, 2, 4]) }, () => [pick(names), one()]));
}

test('commands work in an environment of any content, or say what is wrong with it', async () => {
  writeFileSync(join(directory, 'cdcctl.yaml'), definition);
  const exitCodes = new Set<number>();
  const commands = [['validate'], ['ps'], ['env'], ['offsets', 'get'], ['completion', 'bash'], ['validate', '--nope']];
  const asked = (seed: number) => commands[seed % commands.length]!;
  const outcome = await forEachSeed(
    async (seed) => {
      // A process has no zero bytes in its environment.
      const entries = Object.entries(mutatedEnvironment(seed)).map(([name, value]) => [
        name,
        value.replaceAll('\0', ''),
      ]);
      const env = Object.fromEntries(entries) as Record<string, string>;
      const { exitCode, stderr } = await cdcctl(asked(seed), { cwd: directory, env });
      if (exitCode === 1) throw new Error(`${asked(seed).join(' ')} ${JSON.stringify(env).slice(0, 2000)}\n${stderr}`);
      exitCodes.add(exitCode);
    },
    { share: 0.012, longestMs: 10_000 },
  );
  expect(outcome.refused).toBe(0);
  if (isWhole) expect(exitCodes.size).toBeGreaterThan(1);
}, 120_000);

test('a variable file of any content is read, or refused with its place', async () => {
  const text = 'KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:1\nexport PGPASSWORD="a b"\n# comment\nPGPORT=\'7\'\n';
  const outcomes = { read: 0, refused: 0 };
  await forEachSeed((seed) => {
    writeFileSync(join(directory, '.env'), mutatedBytes(seed, Buffer.from(text)));
    const { sources, problems } = referenceSources({ env: {}, cwd: directory });
    outcomes[problems.length === 0 ? 'read' : 'refused']++;
    for (const { message } of problems) expect(message).toMatch(/\S/);
    expect(typeof (sources.variable('PGPORT') ?? '')).toBe('string');
  });
  if (isWhole) expect(Math.min(outcomes.read, outcomes.refused)).toBeGreaterThan(50);
}, 60_000);

test.each(values)('a time that OpenTelemetry is given is a bound: %j', (value) => {
  const timeoutMs = deliveryTimeoutMs({ OTEL_EXPORTER_OTLP_TIMEOUT: value });
  expect(timeoutMs > 0 && timeoutMs < 2 ** 31).toBe(true);
});
