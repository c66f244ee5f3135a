import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tmpdir } from 'node:os';
import { type RegistryCodec } from '../../../src/clients/registry-codec.js';
import { approveByPlanFile } from '../../../src/cli/approve.js';
import { editInEditor } from '../../../src/cli/dlq/editor.js';
import { type CommandRun } from '../../../src/cli/context.js';
import { verifyFormats } from '../../../src/cli/verify-report/formats.js';
import { editedContent } from '../../../src/dead-letters/replay/editable.js';
import { type StoredLetter } from '../../../src/dead-letters/letter.js';
import { effectOn } from '../../../src/deploy/operate/offsets/effect.js';
import { savedOffsets } from '../../../src/deploy/operate/offsets/saved.js';
import { refuseMoved } from '../../../src/deploy/moved.js';
import { readPlanFile } from '../../../src/deploy/plan-file.js';
import { messageOf, OperatorError } from '../../../src/errors.js';
import { parseConfigs } from '../../../src/import/found-connector.js';
import { type NamedConnector } from '../../../src/tables/named-connectors.js';
import { stackPaths } from '../../../src/stack/directory.js';
import { readState } from '../../../src/stack/state.js';
import { recordKey, type RunIdentity, RunRecord } from '../../../src/verify/runs/run-record.js';
import { savedSource } from '../../../src/verify/runs/saved-source.js';
import { findShards } from '../../../src/verify/runs/merge.js';
import { silent } from '../../../src/progress.js';
import { forEachSeed, isWhole } from '../../support/bad-input.js';
import { cdcctl } from '../../support/cli.js';
import { mutatedJson } from '../../support/mutated-json.js';
import { testPipeline } from '../../support/pipeline.js';
import { difference, tableReport, verifyEnvelope, verifyReport } from '../../support/verify-reports.js';
import { items, stateOf } from '../verify/runs/states.js';

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'cdcctl-bad-file-'));
  file = join(directory, 'file.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

function expectBoth({ taken, refused }: { taken: number; refused: number }): void {
  if (isWhole) expect(Math.min(taken, refused)).toBeGreaterThan(10);
}

test('the record of a verification goes on, is merged and shown, or is refused', async () => {
  const run: RunIdentity = { pipelines: ['shop'], tables: null, columns: null, scope: null };
  const shard: RunIdentity = { ...run, scope: { kind: 'shard', index: 1, count: 1 } };
  // As it stands in a file, without values that JSON has not.
  const state = savedSource(stateOf(items, 100));
  const report = tableReport({ differences: [difference()], ring: state.ring, unreadRanges: state.unread });
  const begun = RunRecord.open(file, run, new Date(0));
  begun.saveSource(recordKey('shop', items), items, stateOf(items, 10));
  const { fingerprint } = (begun as unknown as { content: { tables: Record<string, { fingerprint: string }> } }).content.tables[recordKey('shop', items)]!; // prettier-ignore
  const original = {
    ...{ version: 1, startedAt: '2026-01-01T00:00:00.000Z', finished: true },
    tables: { [recordKey('shop', items)]: { fingerprint, source: state }, 'shop/shop.users': { report } },
  };
  const outcome = await forEachSeed(
    async (seed) => {
      writeFileSync(file, mutatedJson(seed, { ...original, run: seed % 2 === 0 ? run : shard }));
      const record = RunRecord.read(file)!;
      record.source(recordKey('shop', items), items);
      const shown = verifyEnvelope(verifyReport(record.reports()));
      for (const format of Object.values(verifyFormats)) format.text(shown);
      RunRecord.open(file, { ...run, tables: ['x'] }, new Date(0));
      await findShards({ paths: [file], waitMs: 0, onProgress: silent, signal: new AbortController().signal });
    },
    { share: 0.5 },
  );
  if (isWhole) expect(outcome.refused).toBeGreaterThan(100);
}, 60_000);

test('a plan is compared with what is there now, or refused', async () => {
  const settings = [{ name: 'batch.size', from: '1', to: null }];
  const change = { system: 'connect', object: 'connector x', action: 'update', settings, risk: 'r', secrets: 'ab' };
  const pipelines = [{ pipeline: 'shop', definition: 'ff', changes: [change, change] }];
  const salt = '0'.repeat(32);
  const original = { format: 'cdcctl-plan', version: 1, createdAt: 'x', salt, files: ['/a.yaml'], prune: false, pipelines }; // prettier-ignore
  const now = { ...pipelines[0]!, changes: [] };
  let compared = 0;
  await forEachSeed((seed) => {
    writeFileSync(file, mutatedJson(seed, original));
    const reviewed = readPlanFile(file);
    compared++;
    approveByPlanFile(reviewed, [{ ...testPipeline('shop', []), name: 'shop' }]);
    refuseMoved(reviewed.pipelines[0]!, now);
  });
  if (isWhole) expect(compared).toBeGreaterThan(100);
}, 60_000);

test('the state of a stack is taken, or refused by every command that looks at it', async () => {
  const service = { version: '1', pid: 999_999, startTicks: 1, startedAt: 'x', launchDigest: 'x', dataDirectory: '/nowhere', log: '/nowhere' }; // prettier-ignore
  const ports = { cassandra: 9042, kafka: 9092, connect: 8083, registry: 8081, postgresql: 5432, vault: 8200 };
  const paths = stackPaths(directory);
  const original = {
    ...{ schemaVersion: 1, runtime: 'native', tls: false, directory, ports, dataElsewhere: { kafka: '/nowhere' } },
    services: { kafka: service },
  };
  mkdirSync(dirname(paths.state), { recursive: true });
  expectBoth(
    await forEachSeed((seed) => {
      writeFileSync(paths.state, mutatedJson(seed, original));
      readState(paths);
    }),
  );
  await forEachSeed(
    async (seed) => {
      writeFileSync(paths.state, mutatedJson(seed * 7, original));
      for (const argv of [['ps'], ['env'], ['logs', 'kafka'], ['validate']]) {
        const { exitCode, stderr } = await cdcctl(argv, { cwd: directory, env: {} });
        if (exitCode === 1) throw new Error(`${argv.join(' ')}\n${stderr}`);
      }
    },
    { share: 0.05 },
  );
}, 120_000);

test('saved offsets are put back, or refused', async () => {
  const known = [
    { name: 'shop-sink-users', kind: 'sink', of: 'users', connect: { url: 'http://127.0.0.1:1' } },
    { name: 'shop-source-node1', kind: 'source', of: 'node1', connect: { url: 'http://127.0.0.1:1' } },
  ] as NamedConnector[];
  const sink = { partition: { kafka_topic: 'shop-users', kafka_partition: 1 }, offset: { kafka_offset: 7 } };
  const source = { partition: { server: 'cdc' }, offset: { 'shop.users.commitlog': 'CommitLog-7-1.log:2' } };
  const original = {
    data: {
      connectors: [
        { connector: 'shop-sink-users', kind: 'sink', offsets: [sink, sink], previous: [sink] },
        { connector: 'shop-source-node1', kind: 'source', offsets: [source] },
      ],
    },
  };
  expectBoth(
    await forEachSeed((seed) => {
      for (const { offsets } of savedOffsets(mutatedJson(seed, original), 'saved.json', known)) {
        const { again, skipped } = effectOn([sink], offsets);
        expect([again >= 0, skipped >= 0]).toEqual([true, true]);
      }
    }),
  );
}, 60_000);

test('configurations of connectors are imported, or refused', async () => {
  const config = {
    'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
    ...{ 'connection.url': 'jdbc:postgresql://127.0.0.1:5432/shop', 'connection.username': 'writer' },
    ...{ topics: 'shop-users', 'table.name.format': 'shop.users', 'tasks.max': 1, 'batch.size': '7' },
  };
  const source = { 'connector.class': 'io.debezium.connector.cassandra.Cassandra4Connector', 'topic.prefix': 'cdc' };
  const original = [
    { name: 'sink', config },
    { name: 'source', config: { ...source, 'table.include.list': 'shop.users', 'cassandra.hosts': '127.0.0.1' } },
  ];
  expectBoth(
    await forEachSeed((seed) => {
      parseConfigs(mutatedJson(seed, original), 'connectors.json');
    }),
  );
  const exitCodes = new Set<number>();
  await forEachSeed(
    async (seed) => {
      writeFileSync(file, mutatedJson(seed, original));
      const { exitCode, stderr } = await cdcctl(['import', file, '--keyspace', 'shop', '--to', '-'], {
        cwd: directory,
        env: {},
      });
      if (exitCode === 1) throw new Error(stderr);
      exitCodes.add(exitCode);
    },
    { share: 0.04 },
  );
  if (isWhole) expect(exitCodes.size).toBeGreaterThan(1);
}, 120_000);

const codec: RegistryCodec = {
  decode: () => Promise.reject(new Error('it is not known')),
  encode: (schemaId) => Promise.resolve(Buffer.from([0, 0, 0, 0, schemaId])),
  newestSchema: () => Promise.resolve({ id: 7, fields: ['id_value'] }),
};
const stored = {
  store: 'topic',
  event: '{"id":{"value":7}}',
  letter: {},
  record: { partition: 0, offset: 1, timestampMs: 0, key: Buffer.from([1]), value: null, headers: {} },
} as unknown as StoredLetter;
const before = { id: 'shop-users/0/1', table: 'users', error: 'no', event: { id: { value: 7 } }, key: { base64: 'AQ==' }, value: null }; // prettier-ignore

test('edited letters are what can be sent, or left out with the reason', async () => {
  expectBoth(
    await forEachSeed(async (seed) => {
      const text = mutatedJson(seed, { ...before, value: { schemaId: 7, data: { a: 1 } } });
      const after = jsonOf(text);
      if (after === undefined) return;
      try {
        const edit = { stored, before, after, subject: 's', rebuildsValue: false } as Parameters<
          typeof editedContent
        >[1];
        const { event, key, value } = await editedContent(codec, edit);
        expect([event, key, value].every((one) => one === null || one.length >= 0)).toBe(true);
      } catch (error) {
        throw new OperatorError({ kind: 'partial', message: messageOf(error) });
      }
    }),
  );
}, 60_000);

test('what comes out of an editor is a list of the letters, or refused with the file kept', async () => {
  const run = { env: { EDITOR: `cp ${file}`, TMPDIR: directory } } as unknown as CommandRun;
  expectBoth(
    await forEachSeed(
      async (seed) => {
        writeFileSync(file, mutatedJson(seed, [before, { ...before, id: 'shop-users/0/2' }]));
        const edited = await editInEditor({ run })([before, { ...before, id: 'shop-users/0/2' }]);
        expect(edited).toHaveLength(2);
      },
      { share: 0.1 },
    ),
  );
}, 60_000);

function jsonOf(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
