import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withKafkaAdmin } from '../../../src/clients/kafka.js';
import { withKafkaReader } from '../../../src/clients/kafka-reader.js';
import { type SinkProgress, SinkProgressReader } from '../../../src/clients/sink-progress.js';
import { type StatusReport } from '../../../src/deploy/status.js';
import { waitFor } from '../../../src/wait.js';
import { dataOf } from '../../support/cli.js';
import { type LetterLab, openLetterLab } from '../dead-letters/letter-lab.js';
import { stackOfTests } from '../../support/stack.js';

let lab: LetterLab;

beforeAll(async () => {
  lab = await openLetterLab();
}, 120_000);
afterAll(() => lab.close(), 120_000);

function progressOf(connector = `${lab.name}-sink-people`, topic = lab.topic): Promise<SinkProgress> {
  const { kafka } = stackOfTests();
  return withKafkaAdmin(kafka, (admin) =>
    withKafkaReader(kafka, (reader) =>
      new SinkProgressReader(admin, reader, lab.deadLetterTopic).of({ connector, topic }),
    ),
  );
}

function bad(id: number) {
  return { value: Buffer.from('{not json'), headers: { event: lab.event(id) } };
}

async function status(...argv: string[]) {
  const run = await lab.run('status', '-o', 'json', ...argv);
  const report = dataOf<{ pipelines: StatusReport[] }>(run).pipelines[0]!;
  return { exitCode: run.exitCode, sink: report.connectors.find(({ kind }) => kind === 'sink')! };
}

test('the last records that became dead letters are no lag, though the sink never commits them', async () => {
  const offsets = await lab.send(bad(1), bad(2), bad(3));
  const ids = offsets.map((offset) => `${lab.topic}/${lab.good.partition}/${offset}`);
  await waitFor({ what: 'the letters', timeoutMs: 30_000 }, async () => {
    const found = (await lab.letters()).map(({ id }) => id);
    return ids.every((id) => found.includes(id)) ? true : undefined;
  });
  const { partition } = lab.good;
  const end = offsets.at(-1)! + 1;
  const committed = await waitFor({ what: 'the good record to be committed', timeoutMs: 30_000 }, async () => {
    return (await progressOf()).partitions.find((one) => one.partition === partition)?.committed;
  });
  expect(committed).toBeLessThanOrEqual(offsets[0]!);
  const progress = await progressOf();
  expect(progress.lagRecords).toBe(0);
  expect(progress.partitions.find((one) => one.partition === partition)).toEqual({
    partition,
    low: 0,
    committed,
    next: end,
    end,
    lagRecords: 0,
  });
  expect(await status()).toMatchObject({ exitCode: 0, sink: { lagRecords: 0 } });
  expect(await lab.run('lag', '--wait-caught-up', '--timeout', '20s', '-q')).toMatchObject({ exitCode: 0 });
});

test('records behind them that the sink has not come to are lag, and so are those of another sink', async () => {
  const sink = ['--connector', `${lab.name}-sink-people`];
  expect(await lab.run('pause', ...sink)).toMatchObject({ exitCode: 0 });
  const [first] = await lab.send({ headers: { event: lab.event(4) } }, bad(5));
  const progress = await progressOf();
  expect(progress.lagRecords).toBe(2);
  expect(progress.partitions.find((one) => one.partition === lab.good.partition)).toMatchObject({ next: first });
  expect((await progressOf('another-sink')).lagRecords).toBe(progress.endOffsets);
  expect(await lab.run('resume', ...sink)).toMatchObject({ exitCode: 0 });
  await lab.untilRow(4);
  await waitFor({ what: 'no lag', timeoutMs: 60_000 }, async () => {
    return (await progressOf()).lagRecords === 0 ? true : undefined;
  });
});

test('a topic that is missing is an error, and no sink that has caught up', async () => {
  await expect(progressOf(`${lab.name}-sink-people`, 'no-such-topic')).rejects.toMatchObject({
    kind: 'finding',
    resource: 'topic no-such-topic',
  });
  const { exitCode, sink } = await status('--set', 'spec.kafka.topics.name=no-such-{table}');
  expect({ exitCode, sink }).toMatchObject({
    exitCode: 3,
    sink: { healthy: false, error: `topic no-such-people: the topic that ${sink.name} reads does not exist` },
  });
});
