import { Ajv } from 'ajv';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { images } from '../../../src/stack/artifacts.js';
import { preferredPorts } from '../../../src/stack/services.js';
import { packageVersion } from '../../../src/version.js';
import { composeDirectory, readComposeFile, readComposeText, withDefaults } from '../../support/compose-files.js';

const compose = readComposeFile('compose.yaml');
const build = readComposeFile('build.yaml');
const services = Object.entries(compose.services);

function variablesIn(text: string): Map<string, string> {
  return new Map([...text.matchAll(/\$\{(\w+)(?::[-?]([^}]*))?\}/g)].map(([, name = '', value = '']) => [name, value]));
}

test.each(['compose.yaml', 'build.yaml'] as const)('%s is what the Compose specification allows', (name) => {
  // The draft that the schema names is Ajv's own, by another address.
  const { $schema: _, ...schema } = JSON.parse(readFileSync('test/data/compose-spec.json', 'utf8')) as object & {
    $schema: string;
  };
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  validate(readComposeFile(name));
  expect(validate.errors).toBeNull();
  expect(validate({ services: { one: { imag: 'x' } } })).toBe(false);
});

test('all together get less than 4 GB of memory, and none is without a limit', () => {
  const bytes = services.map(([, { mem_limit: limit }]) => Number(/^(\d+)m$/.exec(limit)?.[1]) * 1024 ** 2);
  expect(bytes.reduce((sum, one) => sum + one)).toBeLessThan(4e9);
});

test('ports are published on 127.0.0.1 alone, each once, and those that connectors use are the same inside', () => {
  const published = services.flatMap(([, { ports = [] }]) => ports);
  const numbers = published.map((port) => /^127\.0\.0\.1:(\d+):(\d+)$/.exec(withDefaults(port))?.slice(1).map(Number));
  const outside = numbers.map((pair) => pair?.[0]);
  expect(outside.every(Number.isInteger)).toBe(true);
  expect(new Set(outside).size).toBe(outside.length);
  const { cassandra, kafka, registry, postgresql, vault, connect, 'source-health': health } = preferredPorts;
  const clients = [cassandra, kafka, registry, postgresql, vault, connect, health];
  expect(numbers.filter((pair) => clients.includes(pair?.[0] ?? 0))).toEqual(clients.map((port) => [port, port]));
});

test('all share the one network that publishes the ports', () => {
  const others = services.filter(([name]) => name !== 'network');
  expect(new Set(others.map(([, { network_mode: mode }]) => mode))).toEqual(new Set(['service:network']));
});

test('images are the pinned ones, and those that are built have the version of cdcctl', () => {
  const pulled = services.filter(([, { build: built }]) => built === undefined);
  expect(Object.fromEntries(pulled.map(([name, { image }]) => [name, image]))).toEqual(images);
  const own = services.filter(([, { build: built }]) => built !== undefined).map(([, { image }]) => image);
  expect(new Set(own)).toEqual(new Set(['cdcctl', 'connect'].map((name) => `cdcctl/${name}:${packageVersion()}`)));
});

test('no image is without a version', () => {
  const named = [...services, ...Object.entries(build.services)].flatMap(([, { image }]) => image ?? []);
  const bases = [...readComposeText('Dockerfile').matchAll(/^ARG \w+=(\S+)$/gm)].map(([, image = '']) => image);
  expect(bases).toHaveLength(2);
  expect([...named, ...bases].filter((image) => !/:v?\d+[\w.-]*$/.test(image))).toEqual([]);
});

test('secrets are files: no environment and no command holds one', () => {
  for (const [, { environment = {}, command = [] }] of services) {
    const secret = Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|TOKEN|CREDENTIAL/.test(name));
    expect(secret.filter(([name]) => !/_FILE$|^CDC_SECRETS_DIR$/.test(name))).toEqual([]);
    expect(JSON.stringify([environment, command])).not.toMatch(/\$\{\w*(PASSWORD|SECRET_ID|TOKEN)/);
  }
  const used = new Set(services.flatMap(([, { secrets = [] }]) => secrets));
  expect([...used].toSorted()).toEqual(Object.keys(compose.secrets).toSorted());
});

test('each service waits for what it needs until that is healthy or done, and has it in each of its profiles', () => {
  for (const [name, { depends_on: needs = {}, profiles = [] }] of services) {
    for (const [needed, { condition }] of Object.entries(needs)) {
      const other = compose.services[needed];
      const expected = other?.restart === 'no' ? 'service_completed_successfully' : 'service_healthy';
      expect([name, needed, condition]).toEqual([name, needed, expected]);
      if (expected === 'service_healthy') expect([needed, other?.healthcheck?.test]).not.toEqual([needed, undefined]);
      expect([undefined, profiles]).toContainEqual(other?.profiles);
    }
  }
});

test('what serves others has a health check', () => {
  const without = services.filter(([, { healthcheck }]) => healthcheck === undefined).map(([name]) => name);
  expect(without).toEqual(['init', 'cdcctl', 'generator']);
});

test('profiles', () => {
  const profiles = services.flatMap(([, { profiles: named = ['core'] }]) => named);
  expect([...new Set(profiles)].toSorted()).toEqual(['core', 'generator', 'observability', 'tools']);
});

test('what is mounted is there', () => {
  const mounted = services.flatMap(([, { volumes = [] }]) =>
    volumes.map((volume) => withDefaults(volume).split(':')[0]!),
  );
  const files = mounted.filter((source) => source.startsWith('.'));
  expect(files.length).toBeGreaterThan(10);
  expect(files.filter((file) => !existsSync(join(composeDirectory, file)))).toEqual([]);
  const named = new Set(mounted.filter((source) => !source.startsWith('.')));
  expect([...named].toSorted()).toEqual(Object.keys(compose.volumes).toSorted());
});

test('.env.example has every variable with its default', () => {
  const example = new Map(
    [...readComposeText('.env.example').matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );
  const used = new Map([
    ...variablesIn(readComposeText('compose.yaml')),
    ...variablesIn(readComposeText('build.yaml')),
  ]);
  used.set('COMPOSE_PROFILES', '').set('BASE_IMAGE', '');
  expect(Object.fromEntries(example)).toEqual(Object.fromEntries(used));
});

test('build.yaml builds every service but the one that nobody packages', () => {
  expect(Object.keys(build.services).toSorted()).toEqual(Object.keys(compose.services).toSorted());
  const dockerfile = readComposeText('images/Dockerfile');
  for (const [name, service] of Object.entries(build.services)) {
    if (name === 'grafana') expect(service).toEqual({ profiles: ['pulled'] });
    else expect(dockerfile).toContain(`FROM base AS ${service.build?.target}\n`);
  }
});

test.each([
  'vault/start.sh',
  'images/cassandra.sh',
  'images/kafka.sh',
  'images/kafka-topics.sh',
  'images/postgresql.sh',
])('a shell can read %s', (script) => {
  execFileSync('bash', ['-n', join(composeDirectory, script)]);
});
