import { type Client } from 'pg';
import { relationExists } from '../clients/postgres.js';
import { OperatorError } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { bookkeepingSchema, quoteSql } from '../tables/names.js';
import { type DeadLetter, type LetterState } from './letter.js';

/** The names of what the ledger is kept in, quoted. */
export function ledgerNames(pipeline: Pipeline) {
  const inside = (name: string) => `${quoteSql(bookkeepingSchema(pipeline))}.${name}`;
  return {
    deadLetters: inside('dead_letters'),
    refusals: inside('refusals'),
    refusedLetters: inside('refused_letters'),
    ledger: inside('dead_letter_ledger'),
    replays: inside('replays'),
    batches: inside('replay_batches'),
  };
}

/** @throws OperatorError (invalid) where the pipeline was not deployed by this version */
export async function requireLedger(client: Client, pipeline: Pipeline): Promise<void> {
  if (await relationExists(client, ledgerNames(pipeline).refusedLetters)) return;
  throw new OperatorError({
    kind: 'invalid',
    resource: `pipeline ${pipeline.name}`,
    message: 'PostgreSQL has no ledger of dead letters',
    hint: 'run cdcctl deploy',
  });
}

/** The states of failures, in their order. */
export async function statesOf(client: Client, pipeline: Pipeline, letters: DeadLetter[]): Promise<LetterState[]> {
  // JSON is written and read faster than arrays of PostgreSQL. A join would read the whole ledger while it is short.
  const { rows } = await client.query<{ position: string; outcome: LetterState }>(
    `SELECT position, outcome FROM (
       SELECT position, (SELECT outcome FROM ${ledgerNames(pipeline).ledger} AS l
         WHERE l.letter = wanted.value ->> 0 AND l.failure = (wanted.value ->> 1)::integer) AS outcome
       FROM json_array_elements($1::json) WITH ORDINALITY AS wanted(value, position)) AS found
     WHERE outcome IS NOT NULL`,
    [JSON.stringify(letters.map(({ id, attempts }) => [id, attempts]))],
  );
  const states = letters.map((): LetterState => 'open');
  for (const { position, outcome } of rows) states[Number(position) - 1] = outcome;
  return states;
}

/**
 * Notes letters as discarded.
 * @returns how many were open still
 */
export async function discard(
  client: Client,
  { pipeline, letters, reason }: { pipeline: Pipeline; letters: DeadLetter[]; reason: string },
): Promise<number> {
  const { rowCount } = await client.query(
    `INSERT INTO ${ledgerNames(pipeline).ledger} (letter, failure, outcome, reason, first_seen)
     SELECT letter, failure, 'discarded', $4, first_seen FROM unnest($1::text[], $2::integer[], $3::timestamptz[]) AS l(letter, failure, first_seen)
     ON CONFLICT DO NOTHING`,
    [
      letters.map(({ id }) => id),
      letters.map(({ attempts }) => attempts),
      letters.map(({ firstSeen }) => firstSeen),
      reason,
    ],
  );
  return rowCount ?? 0;
}
