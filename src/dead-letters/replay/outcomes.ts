import { readByCursor } from '../../clients/postgres.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { ledgerNames } from '../ledger.js';
import { formatPartition } from '../position.js';
import { type LetterSystems } from '../systems.js';
import { type ConsumedOffsets } from './sent-records.js';

/** What became of a letter in a run. */
export interface LetterOutcome {
  id: string;
  /** 1 for the first replay of the letter. */
  attempt: number;
  /**
   * `planned`: a dry run would put it back. `failed`: it is a dead letter again. `pending`: the sink has not consumed it
   * yet. `discarded`: it was stale, and is noted as such.
   */
  outcome: 'planned' | 'applied' | 'failed' | 'pending' | 'skipped' | 'discarded';
  /** Where it was put: `topic/partition/offset`, or `inlet`. */
  to?: string;
  /** Why it failed again or was skipped. */
  reason?: string;
}

export interface OutcomesOptions {
  replay: number;
  /** Why letters of the run are in the dead letter topic again, by their ids. */
  failures: Map<string, string>;
  consumed: ConsumedOffsets;
}

/** How many of the letters that a run has put back were applied, have failed again or are pending. */
export async function countOutcomes(
  { letters: client, pipeline }: LetterSystems,
  options: OutcomesOptions,
): Promise<Partial<Record<LetterOutcome['outcome'], number>>> {
  const { rows } = await client.query<{ outcome: LetterOutcome['outcome']; n: number }>(
    `SELECT outcome, count(*)::integer AS n FROM (${sentSql(pipeline)}) AS sent GROUP BY outcome`,
    parameters(options),
  );
  return Object.fromEntries(rows.map(({ outcome, n }) => [outcome, n]));
}

/** What became of the letters that a run has put back, in parts; those that were applied only where `all` are wanted. */
export async function* outcomesOf(
  { letters: client, pipeline }: LetterSystems,
  options: OutcomesOptions,
  { all }: { all: boolean },
): AsyncGenerator<LetterOutcome[]> {
  const rows = readByCursor<{ [name in keyof Required<LetterOutcome>]: LetterOutcome[name] | null }>(
    client,
    `SELECT id, attempt, outcome, "to", reason FROM (${sentSql(pipeline)}) AS sent
     WHERE outcome <> 'applied' OR ${all} ORDER BY batch, "position", id`,
    parameters(options),
  );
  for await (const part of rows) {
    yield part.map(
      ({ reason, ...outcome }) => ({ ...outcome, ...(reason === null ? {} : { reason }) }) as LetterOutcome,
    );
  }
}

/** SQL of the letters that the run $1 has put back; $2: failures, $3: consumed offsets by `topic/partition`. */
function sentSql(pipeline: Pipeline): string {
  const { ledger, batches, refusedLetters } = ledgerNames(pipeline);
  return `SELECT *, CASE WHEN reason IS NOT NULL THEN 'failed' WHEN is_consumed THEN 'applied' ELSE 'pending' END AS outcome
FROM (
  SELECT l.letter AS id, l.failure AS attempt, l.batch, l."position",
    coalesce(b.topic || '/' || b."partition" || '/' || (b.base_offset + l."position"), 'inlet') AS "to",
    coalesce(r.message, $2::jsonb ->> l.letter) AS reason,
    b.topic IS NULL OR b.base_offset + l."position" < ($3::jsonb ->> (b.topic || '/' || b."partition"))::bigint AS is_consumed
  FROM ${ledger} AS l
  LEFT JOIN ${batches} AS b ON b.replay = l.replay AND b.batch = l.batch
  LEFT JOIN ${refusedLetters} AS r ON r.letter = l.letter AND r.failure = l.failure + 1
  WHERE l.replay = $1
) AS placed`;
}

function parameters({ replay, failures, consumed }: OutcomesOptions): unknown[] {
  const offsets = [...consumed].flatMap(([topic, partitions]) =>
    [...partitions].map(([partition, offset]) => [formatPartition({ topic, partition }), offset] as const),
  );
  return [replay, JSON.stringify(Object.fromEntries(failures)), JSON.stringify(Object.fromEntries(offsets))];
}
