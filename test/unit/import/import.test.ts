import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { parse } from 'yaml';
import { type Finding } from '../../../src/import/finding.js';
import { type FoundConnector, kindOf, parseConfigs } from '../../../src/import/found-connector.js';
import { type ImportOptions } from '../../../src/import/identity.js';
import { importDefinition } from '../../../src/import/import.js';
import { loadPipelines } from '../../../src/pipeline/load.js';
import { renderPipeline } from '../../../src/render/render.js';
import { replicateTable } from '../../../src/tables/replicated-table.js';
import { cdcctl, type CliRun, dataOf } from '../../support/cli.js';
import { renderGolden } from '../../support/golden-pipelines.js';
import { tableOf, type TableSpec } from '../../support/table-spec.js';

const stock = join(import.meta.dirname, '../../data/connectors/stock.json');
let cwd: string;

beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'cdcctl-import-'))));
afterEach(() => rmSync(cwd, { recursive: true }));

const run = (...argv: string[]): Promise<CliRun> => cdcctl(['import', ...argv], { cwd, env: {} });

interface Imported {
  text: string;
  findings: Finding[];
}

const sink = (config: Record<string, string>): FoundConnector => ({
  name: 'sink',
  kind: 'sink',
  config: { 'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector', topics: 'cdc.shop.orders', ...config },
});

const findingsOf = (connector: FoundConnector, options: Partial<ImportOptions> = {}): string[] =>
  importDefinition([connector], { keyspace: 'shop', tables: [], ...options }).findings.map(
    ({ severity, setting }) => `${severity} ${setting}`,
  );

test('a stock pipeline: every setting that loses or exposes values is named, with the reason', async () => {
  const result = await run(stock, '-o', 'json');
  expect(result).toMatchObject({ exitCode: 3, stderr: '' });
  const { findings } = dataOf<Imported>(result);
  const wrong = (name: string) =>
    findings.flatMap(({ severity, connector, setting, found }) =>
      severity === 'wrong' && connector === name ? [`${setting}=${String(found)}`] : [],
    );
  expect(wrong('cassandra-source')).toEqual([
    'tasks.max=2',
    'snapshot.mode=initial',
    'commit.log.real.time.processing.enabled=null',
    'commit.log.post.processing.enabled=null',
    'decimal.handling.mode=double',
    'varint.handling.mode=null',
    'errors.tolerance=all',
    'producer.override.delivery.timeout.ms=null',
    'producer.override.max.block.ms=null',
    'transforms=null',
    'producer.override.sasl.jaas.config=<hidden>',
  ]);
  expect(wrong('postgres-sink')).toEqual([
    String.raw`topics.regex=cdc\.shop\.(customers|orders)`,
    'insert.mode=upsert',
    'primary.key.mode=record_key',
    'delete.enabled=false',
    'use.reduction.buffer=true',
    'errors.tolerance=all',
    'transforms=null',
    'connection.password=<hidden>',
  ]);
  const unknown = findings.find(({ setting }) => setting === 'skip.the.rest');
  expect(unknown).toMatchObject({ severity: 'changed', becomes: 'left out' });
  for (const { why, becomes } of findings) expect([why.length > 15, becomes.length > 0]).toEqual([true, true]);
});

test('its definition has all that is right of it, and passes validate', async () => {
  const result = await run(stock, '--to', 'shop.yaml', '-o', 'json');
  const definition = parse(readFileSync(join(cwd, 'shop.yaml'), 'utf8')) as unknown;
  expect(definition).toMatchObject({
    metadata: { name: 'shop' },
    spec: {
      cassandra: { keyspace: 'shop' },
      source: {
        topicPrefix: 'cdc',
        nodes: [{ id: 'node1', driverConfig: '/etc/cassandra/driver.conf', healthPort: 8001 }],
        connector: {
          'max.batch.size': '4096',
          'producer.override.sasl.jaas.config': '$${env:CDCCTL_PRODUCER_OVERRIDE_SASL_JAAS_CONFIG}',
        },
      },
      kafka: { topics: { name: 'cdc-events-{table}', partitions: 6, replicationFactor: 3 } },
      schemaRegistry: { provider: 'confluent', url: 'http://registry:8081' },
      postgresql: {
        host: 'db.internal',
        port: 5433,
        database: 'shop',
        schema: 'shop',
        username: '${env:POSTGRES_USER:-writer}',
        password: '${env:POSTGRES_PASSWORD}',
        tls: { verifyHostname: true },
      },
      sink: { connector: { 'connection.pool.max_size': '8' } },
      tables: [{ name: 'customers', columns: { exclude: ['notes'] } }, { name: 'orders' }],
    },
  });
  expect(dataOf<Imported>(result).text).toBe(readFileSync(join(cwd, 'shop.yaml'), 'utf8'));
  const validated = await cdcctl(['validate', '-f', 'shop.yaml'], { cwd, env: { POSTGRES_PASSWORD: 'x' } });
  expect(validated).toMatchObject({ exitCode: 0 });
});

test.each([['table'], ['json'], ['yaml']])('no secret is printed or written: -o %s', async (format) => {
  const { stdout, stderr } = await run(stock, '-o', format);
  expect(stdout).toContain('connection.password');
  expect(stdout + stderr + readFileSync(join(cwd, 'cdcctl.yaml'), 'utf8')).not.toContain('hunter2');
  const asText = await run(stock, '--to', '-');
  expect(asText.stdout).toMatch(/^# Made by cdcctl import/);
  expect(asText.stderr).toContain('WRONG    insert.mode: upsert');
  expect(asText.stdout + asText.stderr).not.toContain('hunter2');
});

test.each([
  ['a password in the URL', { 'connection.url': 'jdbc:postgresql://db/shop?user=u&password=hunter2' }],
  ['a login in the URL', { 'connection.url': 'jdbc:postgresql://u:hunter2@db/shop' }],
  ['a setting that nobody knows', { 'my.api.key': 'hunter2' }],
  ['a login of another plugin', { 'connection.user': 'u', 'connection.password': 'hunter2' }],
  ['a URL of the registry', { 'value.converter.schema.registry.url': 'http://u:hunter2@registry:8081' }],
  ['a text with a password', { 'database.initial.statements': 'SET x; password=hunter2' }],
])('a secret stays hidden: %s', (_, config) => {
  const { findings, text } = importDefinition([sink(config)], { keyspace: 'shop', tables: [] });
  expect(JSON.stringify(findings) + text).not.toContain('hunter2');
});

test.each<[string, Record<string, string>, string]>([
  ['update', { 'insert.mode': 'update', 'primary.key.mode': 'record_value' }, 'wrong insert.mode'],
  ['plain insert', {}, 'wrong insert.mode'],
  ['an upsert without a key', { 'insert.mode': 'upsert' }, 'wrong primary.key.mode'],
  ['keys of Kafka', { 'primary.key.mode': 'kafka' }, 'wrong primary.key.mode'],
  ['keys with fields', { 'primary.key.mode': 'record_key' }, 'changed primary.key.mode'],
  [
    'keys as JSON without a schema',
    {
      'primary.key.mode': 'record_key',
      'key.converter': 'org.apache.kafka.connect.json.JsonConverter',
      'key.converter.schemas.enable': 'false',
    },
    'wrong primary.key.mode',
  ],
  ['deletes by no key', { 'delete.enabled': 'true', 'primary.key.mode': 'record_value' }, 'wrong delete.enabled'],
  ['deletes by key', { 'delete.enabled': 'true', 'primary.key.mode': 'record_key' }, 'wrong delete.enabled'],
  [
    'dead letters that never come',
    { 'errors.deadletterqueue.topic.name': 'd' },
    'wrong errors.deadletterqueue.topic.name',
  ],
  [
    'dead letters without their errors',
    { 'errors.deadletterqueue.topic.name': 'd', 'errors.tolerance': 'all' },
    'changed errors.deadletterqueue.context.headers.enable',
  ],
  [
    'a sink of Confluent',
    { 'connector.class': 'io.confluent.connect.jdbc.JdbcSinkConnector' },
    'changed connector.class',
  ],
  ['its key mode', { 'pk.mode': 'kafka' }, 'wrong pk.mode'],
  ['tables that it makes', { 'auto.create': 'true' }, 'changed auto.create'],
])('a sink with %s', (_, config, finding) => {
  expect(findingsOf(sink(config))).toContain(finding);
});

test('a sink that keeps to known columns has no finding for them', () => {
  const config = {
    transforms: 'only',
    'transforms.only.type': 'org.apache.kafka.connect.transforms.ReplaceField$Value',
  };
  expect(findingsOf(sink({}))).toContain('wrong transforms');
  expect(findingsOf(sink(config))).toContain('changed transforms');
});

test('topics of a found pipeline are not used again, and its tables stay as they are', () => {
  const { text, findings } = importDefinition(
    [sink({ topics: 'cdc-events-orders', 'table.name.format': 'shop.orders' })],
    { keyspace: 'shop', tables: [] },
  );
  expect(parse(text)).toMatchObject({
    spec: { kafka: { topics: { name: 'shop-changes-{table}' } }, postgresql: { schema: 'shop_replica' } },
  });
  expect(findings).toContainEqual(expect.objectContaining({ setting: 'spec.tables: orders', severity: 'unknown' }));
});

test.each([
  ['neither a cluster nor a file', [], /neither a Connect cluster nor a file is named/],
  ['a file that is not there', ['nope.json'], /nope\.json/],
  ['no connector of such a name', [stock, '--connector', 'x*'], /there is no connector that reads Cassandra/],
  ['tables that cannot be told', ['regex.json', '--keyspace', 'shop'], /do not tell which tables.*\n.*--table/],
  ['a keyspace that cannot be told', ['topic.json'], /do not tell which keyspace.*\n.*--keyspace/],
  ['several pipelines', ['two.json'], /several keyspaces: shop, blog\n.*--connector/],
  ['no JSON, and a password in it', ['broken.json'], /broken\.json: the file is no JSON/],
  ['nothing of a connector', ['other.json'], /holds no configuration of a connector/],
])('refused with what to do: %s', async (_, argv, message) => {
  const configOf = (config: object) => ({
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    ...config,
  });
  const files = {
    'regex.json': configOf({ 'topics.regex': 'cdc.*' }),
    'topic.json': configOf({ topics: 'orders' }),
    'two.json': [
      { name: 'a', config: configOf({ topics: 'x.shop.orders' }) },
      { name: 'b', config: configOf({ topics: 'x.blog.posts' }) },
    ],
    'other.json': { some: 'thing' },
  };
  for (const [file, content] of Object.entries(files)) writeFileSync(join(cwd, file), JSON.stringify(content));
  writeFileSync(join(cwd, 'broken.json'), '{"connection.password": "hunter2"');
  const result = await run(...argv);
  expect(result).toMatchObject({ exitCode: 2, stdout: '' });
  expect(result.stderr).toMatch(message);
  expect(result.stderr).not.toContain('hunter2');
});

test('tables that no connector tells are named', async () => {
  writeFileSync(
    join(cwd, 'regex.json'),
    JSON.stringify({
      name: 's',
      config: { 'connector.class': 'io.aiven.connect.jdbc.JdbcSinkConnector', 'topics.regex': 'cdc.*' },
    }),
  );
  const result = await run('regex.json', '--keyspace', 'shop', '--table', 'orders', '--name', 'my-shop', '--to', '-');
  expect(parse(result.stdout)).toMatchObject({ metadata: { name: 'my-shop' }, spec: { tables: [{ name: 'orders' }] } });
});

test('a file that is there stays, but with --force', async () => {
  writeFileSync(join(cwd, 'cdcctl.yaml'), 'mine');
  expect(await run(stock)).toMatchObject({ exitCode: 2, stdout: '' });
  expect(readFileSync(join(cwd, 'cdcctl.yaml'), 'utf8')).toBe('mine');
  expect(await run(stock, '--force')).toMatchObject({ exitCode: 3 });
});

/** The connectors of an imported definition, for the one table of the golden pipeline that it was made from. */
async function renderedAgain(text: string, golden: string): Promise<FoundConnector[]> {
  const env = { POSTGRES_USER: 'writer', POSTGRES_PASSWORD: 'secret', CDC_TLS_CA_FILE: '/etc/cdcctl/tls/ca.pem' };
  const [pipeline] = await loadPipelines({ files: ['-'], sets: [], env, cwd, stdin: Readable.from([text]) });
  const [spec] = JSON.parse(readFileSync(join(golden, 'tables.json'), 'utf8')) as TableSpec[];
  const [settings] = pipeline!.tables;
  return renderPipeline(pipeline!, [replicateTable(pipeline!, tableOf(spec!), settings!)]).connectors;
}

describe('connectors with the sink of Confluent that cdcctl has rendered', () => {
  const golden = join(import.meta.dirname, '../../golden/render/confluent-sink');
  const rendered = async (): Promise<FoundConnector[]> => {
    const [pipeline] = await renderGolden(golden);
    return pipeline!.connectors.map(({ name, kind, url, config }) => ({ name, kind, url, config }));
  };

  test('are rendered from the definition as they are', async () => {
    const connectors = await rendered();
    const { findings, text } = importDefinition(connectors, { tables: [] });
    expect(findings.filter(({ severity }) => severity !== 'unknown')).toEqual([]);
    expect(parse(text)).toMatchObject({
      spec: { sink: { plugin: 'confluent' }, tables: [{ name: 'readings', sink: { batchSize: 500 } }] },
    });
    expect(await renderedAgain(text, golden)).toEqual(connectors);
  });

  test('what somebody has changed since is told', async () => {
    const changed = (await rendered()).map((one) =>
      one.kind === 'sink' ? { ...one, config: { ...one.config, 'auto.create': 'true', 'no.such': 'x' } } : one,
    );
    const { findings } = importDefinition(changed, { tables: [] });
    const told = findings.filter(({ severity }) => severity !== 'unknown');
    expect(told).toMatchObject([
      { severity: 'changed', setting: 'auto.create', found: 'true', becomes: 'false' },
      { severity: 'changed', setting: 'no.such', becomes: 'left out' },
    ]);
  });
});

describe('sinks of agents', () => {
  const golden = join(import.meta.dirname, '../../golden/render/agent');
  const sinksOf = async (pipeline: 'plain' | 'guarded'): Promise<FoundConnector[]> => {
    const rendered = (await renderGolden(golden)).find(({ name }) => name === pipeline)!;
    return rendered.connectors.map(({ name, kind, url, config }) => ({ name, kind, url, config }));
  };

  test.each([
    ['plain', 'cdc'],
    ['guarded', 'cass'],
  ] as const)('are rendered from the definition as they are: %s', async (name, topicPrefix) => {
    const connectors = await sinksOf(name);
    const { findings, text } = importDefinition(connectors, { tables: [] });
    expect(findings.filter(({ severity }) => severity !== 'unknown')).toEqual([]);
    expect(findings).toContainEqual(
      expect.objectContaining({ setting: 'spec.source.nodes', why: expect.stringContaining('agents') as string }),
    );
    expect(parse(text)).toMatchObject({
      metadata: { name },
      spec: { cassandra: { keyspace: 'shop' }, source: { mode: 'agent', topicPrefix }, tables: [{ name: 'readings' }] },
    });
    expect(await renderedAgain(text, golden)).toEqual(connectors);
  });

  test('are not of one pipeline with a source in Connect', async () => {
    const [agents] = await sinksOf('plain');
    const source = { name: 'plain-source-a', kind: 'source' as const, config: { 'topic.prefix': 'cdc' } };
    expect(() => importDefinition([agents!, source], { tables: [] })).toThrow('several modes of sources');
  });
});

test('the forms in which configurations are kept', () => {
  const config = { 'connector.class': 'X', 'tasks.max': 1 };
  const read = { 'connector.class': 'X', 'tasks.max': '1' };
  expect(parseConfigs(JSON.stringify({ name: 'a', config }), 'f.json')).toEqual({ a: read });
  expect(parseConfigs(JSON.stringify(config), 'dir/f.json')).toEqual({ f: read });
  expect(parseConfigs(JSON.stringify({ a: { info: { name: 'a', config } } }), 'f.json')).toEqual({ a: read });
  expect(
    parseConfigs(
      JSON.stringify([
        { name: 'a', config },
        { name: 'b', config },
      ]),
      'f',
    ),
  ).toEqual({ a: read, b: read });
});

test('which connectors have a place in a pipeline', () => {
  const kind = (name: string) => kindOf({ 'connector.class': name });
  expect(kind('io.debezium.connector.cassandra.Cassandra4Connector')).toBe('source');
  expect(kind('io.debezium.connector.jdbc.JdbcSinkConnector')).toBe('sink');
  expect(kind('io.confluent.connect.jdbc.JdbcSinkConnector')).toBe('sink');
  expect(kind('com.datastax.oss.kafka.sink.CassandraSinkConnector')).toBeUndefined();
  expect(kind('io.confluent.connect.jdbc.JdbcSourceConnector')).toBeUndefined();
});
