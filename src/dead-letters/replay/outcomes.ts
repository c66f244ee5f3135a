import { readByCursor } from '../../clients/postgres.js';
import { ledgerNames } from '../ledger.js';
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

interface SentRow {
  letter: string;
  failure: number;
  topic: string | null;
  partition: number | null;
  offset: string | null;
  refusal: string | null;
}

export interface OutcomesOptions {
  replay: number;
  /** Why letters of the run are in the dead letter topic again, by their ids. */
  failures: Map<string, string>;
  consumed: ConsumedOffsets;
}

/** What became of the letters that a run has put back, in parts. */
export async function* outcomesOf(
  systems: LetterSystems,
  { replay, failures, consumed }: OutcomesOptions,
): AsyncGenerator<LetterOutcome[]> {
  const { letters: client, pipeline } = systems;
  const { ledger, batches, refusedLetters } = ledgerNames(pipeline);
  const rows = readByCursor<SentRow>(
    client,
    `SELECT l.letter, l.failure, b.topic, b."partition", b.base_offset + l."position" AS "offset", r.message AS refusal
     FROM ${ledger} AS l
     LEFT JOIN ${batches} AS b ON b.replay = l.replay AND b.batch = l.batch
     LEFT JOIN ${refusedLetters} AS r ON r.letter = l.letter AND r.failure = l.failure + 1
     WHERE l.replay = $1
     ORDER BY l.batch, l."position", l.letter`,
    [replay],
  );
  for await (const part of rows) yield part.map((row) => outcomeOf(row, { failures, consumed }));
}

function outcomeOf(
  { letter, failure, topic, partition, offset, refusal }: SentRow,
  { failures, consumed }: Omit<OutcomesOptions, 'replay'>,
): LetterOutcome {
  const isRecord = topic !== null && partition !== null;
  const outcome = { id: letter, attempt: failure, to: isRecord ? `${topic}/${partition}/${offset}` : 'inlet' };
  const reason = refusal ?? failures.get(letter);
  if (reason !== undefined) return { ...outcome, outcome: 'failed', reason };
  const isConsumed = !isRecord || (consumed.get(topic)?.get(partition) ?? 0) > Number(offset);
  return { ...outcome, outcome: isConsumed ? 'applied' : 'pending' };
}
