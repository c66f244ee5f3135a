import { setTimeout as sleep } from 'node:timers/promises';
import { type LetterSystems } from '../systems.js';
import { type DeadLetter } from '../letter.js';
import { ledgerNames } from '../ledger.js';
import { trailOf } from '../trail.js';

/** What is sent to one partition at once. */
export interface Batch {
  replay: number;
  batch: number;
  topic: string;
  partition: number;
  /** An offset at which the partition ended before the batch was sent, or earlier. */
  afterOffset: number;
  letters: DeadLetter[];
}

/** What looking for a batch needs to know of it. */
export type SoughtBatch = Omit<Batch, 'letters'>;

type Systems = Pick<LetterSystems, 'pipeline' | 'postgres' | 'kafka' | 'reader'>;

/** A broker may still be at work on what a client has sent that is gone: before that long, not finding it says nothing. */
const requestGraceMs = 5000;

/**
 * Notes, before they are sent, that letters are put back. The batches are of one run.
 * @throws Error when one of them was handled meanwhile
 */
export async function claim({ postgres, pipeline }: Systems, batches: Batch[]): Promise<void> {
  const { batches: batchTable, ledger } = ledgerNames(pipeline);
  const entries = batches.flatMap(({ batch, letters }) =>
    letters.map(({ id, attempts, firstSeen }, position) => [batch, position, id, attempts, firstSeen]),
  );
  const replay = batches[0]?.replay;
  await postgres.query(
    `WITH noted AS (
       INSERT INTO ${batchTable} (replay, batch, topic, "partition", after_offset)
       SELECT $1, * FROM unnest($2::integer[], $3::text[], $4::integer[], $5::bigint[]))
     INSERT INTO ${ledger} (outcome, replay, batch, "position", letter, failure, first_seen)
     SELECT 'replayed', $1, (e ->> 0)::integer, (e ->> 1)::integer, e ->> 2, (e ->> 3)::integer, (e ->> 4)::timestamptz
     FROM json_array_elements($6::json) AS e`,
    [
      replay,
      batches.map(({ batch }) => batch),
      batches.map(({ topic }) => topic),
      batches.map(({ partition }) => partition),
      batches.map(({ afterOffset }) => afterOffset),
      // Written and read faster than arrays of PostgreSQL.
      JSON.stringify(entries),
    ],
  );
}

/** Notes where batches have landed. */
export async function confirm(
  { postgres, pipeline }: Systems,
  landed: { replay: number; batch: number; baseOffset: number }[],
): Promise<void> {
  await postgres.query(
    `UPDATE ${ledgerNames(pipeline).batches} AS b SET base_offset = l.base_offset
     FROM unnest($1::bigint[], $2::integer[], $3::bigint[]) AS l(replay, batch, base_offset)
     WHERE b.replay = l.replay AND b.batch = l.batch`,
    [landed.map(({ replay }) => replay), landed.map(({ batch }) => batch), landed.map(({ baseOffset }) => baseOffset)],
  );
}

/** Opens the letters of a batch that has not landed again. */
async function release({ postgres, pipeline }: Systems, { replay, batch }: SoughtBatch): Promise<number> {
  const { ledger, batches } = ledgerNames(pipeline);
  const { rowCount } = await postgres.query(
    `WITH gone AS (DELETE FROM ${batches} WHERE replay = $1 AND batch = $2) DELETE FROM ${ledger} WHERE replay = $1 AND batch = $2`,
    [replay, batch],
  );
  return rowCount ?? 0;
}

/** Where the first record of a batch stands; undefined if the batch has not landed. A batch lands as a whole. */
async function findBatch({ kafka, reader }: Systems, sought: SoughtBatch): Promise<number | undefined> {
  const { topic, partition, afterOffset } = sought;
  if (!(await kafka.listTopics()).includes(topic)) return undefined;
  const offsets = (await kafka.fetchTopicOffsets(topic)).find((one) => one.partition === partition);
  const range = { topic, partition, from: Math.max(afterOffset, Number(offsets?.low)), to: Number(offsets?.high) };
  for await (const records of reader.read(range)) {
    const first = records.find((record) => {
      const trail = trailOf(record);
      return trail?.replay === sought.replay && trail.batch === sought.batch;
    });
    if (first !== undefined) return first.offset;
  }
  return undefined;
}

/**
 * Finds out about batches of which nobody knows whether they have landed: those that have are noted, the letters of the
 * others are open again.
 * @returns the batches that have not landed
 */
export async function resolveBatches<B extends SoughtBatch>(
  systems: Systems,
  batches: B[],
  signal: AbortSignal,
): Promise<{ missing: B[]; letters: number }> {
  if (batches.length === 0) return { missing: [], letters: 0 };
  await sleep(requestGraceMs, undefined, { signal });
  const missing: B[] = [];
  let letters = 0;
  for (const batch of batches) {
    const baseOffset = await findBatch(systems, batch);
    if (baseOffset === undefined) {
      letters += await release(systems, batch);
      missing.push(batch);
    } else {
      await confirm(systems, [{ ...batch, baseOffset }]);
    }
  }
  return { missing, letters };
}

/** The batches of which nobody knows whether they have landed. Those of runs that go on are among them. */
export async function openBatches({ postgres, pipeline }: Systems): Promise<SoughtBatch[]> {
  const { rows } = await postgres.query<
    Record<'replay' | 'after_offset' | 'topic', string> & Record<'batch' | 'partition', number>
  >(
    `SELECT replay, batch, topic, "partition", after_offset FROM ${ledgerNames(pipeline).batches}
     WHERE base_offset IS NULL ORDER BY replay, batch`,
  );
  return rows.map(({ replay, after_offset, ...rest }) => ({
    ...rest,
    replay: Number(replay),
    afterOffset: Number(after_offset),
  }));
}
