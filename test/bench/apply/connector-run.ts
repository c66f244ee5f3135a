import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { ConnectClient } from '../../../src/clients/connect.js';
import { sinkGroup, withKafkaAdmin } from '../../../src/clients/kafka.js';
import { messageOf } from '../../../src/errors.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { waitFor } from '../../../src/wait.js';
import { keyName } from './bench-table.js';
import { createTables, type Sink } from './sink.js';
import { markerKey } from './workload.js';

/** How often the table is looked at. */
const intervalMs = 10;

/**
 * Lets a new connector bring the whole topic into empty tables. Returns the seconds from the first row that can be
 * seen to the last event of every partition.
 */
export async function timeConnector(pipeline: Pipeline, sink: Sink, client: pg.Client): Promise<number> {
  const connect = new ConnectClient(pipeline.connect);
  const name = `${pipeline.name}-${randomBytes(3).toString('hex')}`;
  await createTables(client, sink);
  await connect.put(name, sink.config);
  try {
    const seconds = await timeRows(pipeline, sink, client);
    await sink.check(client);
    return seconds;
  } catch (error) {
    const trace = (await connect.status(name))?.tasks[0]?.trace ?? '';
    throw new Error(`${sink.name}: ${messageOf(error)}\n${trace}`.trimEnd(), { cause: error });
  } finally {
    await remove(pipeline, connect, name);
  }
}

async function timeRows(pipeline: Pipeline, sink: Sink, client: pg.Client): Promise<number> {
  const markers = Array.from({ length: pipeline.kafka.topics.partitions }, (_, partition) => markerKey(partition));
  const timeOf = (what: string, sql: string, values: unknown[]) =>
    waitFor({ what, timeoutMs: 180_000, intervalMs }, async () => {
      const answer = await client.query<{ reached: boolean }>(sql, values);
      return answer.rows[0]!.reached ? performance.now() : undefined;
    });
  const begunMs = await timeOf('the first row', `SELECT EXISTS (SELECT FROM ${sink.rows}) AS reached`, []);
  const endedMs = await timeOf(
    'the last event of each partition',
    `SELECT count(*) = $2 AS reached FROM ${sink.rows} WHERE ${keyName} = ANY ($1::uuid[])`,
    [markers, markers.length],
  );
  return (endedMs - begunMs) / 1000;
}

/** Deletes the connector and waits until its consumer has left. */
async function remove(pipeline: Pipeline, connect: ConnectClient, name: string): Promise<void> {
  await connect.delete(name);
  await withKafkaAdmin(pipeline.kafka, (admin) =>
    waitFor({ what: `the consumer of ${name} to leave`, timeoutMs: 60_000 }, () =>
      admin.deleteGroups([sinkGroup(name)]).then(
        () => true,
        () => undefined,
      ),
    ),
  );
}
