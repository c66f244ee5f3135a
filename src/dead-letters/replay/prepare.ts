import { type Client as CassandraClient, type types } from 'cassandra-driver';
import { isExactKey } from '../../tables/hazards.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { type StoredLetter } from '../letter.js';
import { formatPartition } from '../position.js';
import { type LetterSystems } from '../systems.js';
import { contentOf } from './editable.js';
import { editLetters, type EditOptions } from './edit-letters.js';
import { type Chosen, isChosen, type Prepared } from './prepared.js';
import { staleReasons } from './staleness.js';
import { type TopicPartitions } from './topic-partitions.js';

export interface PrepareOptions {
  systems: LetterSystems;
  tables: ReplicatedTable[];
  cassandra: CassandraClient;
  consistency: types.consistencies;
  /** Puts back stale letters too, without asking Cassandra. */
  includeStale: boolean;
  /** A letter that was put back so often is skipped. */
  maxAttempts: number;
  edit?: EditOptions;
  now: () => Date;
  signal: AbortSignal;
}

/** Decides on letters, in their order, and edits them. */
export async function prepare(
  options: PrepareOptions,
  topics: TopicPartitions,
  letters: StoredLetter[],
): Promise<Prepared[]> {
  const partitions = await topics.of(letters.flatMap(topicOfRecord));
  const chosen = letters.map((stored): Prepared => {
    const table = options.tables.find(({ source }) => source.name === stored.letter.table);
    if (table === undefined) return { stored, skip: 'its table is not in the definition' };
    const skip = skipReason(options, stored, partitions);
    return skip === undefined ? { stored, table, content: contentOf(stored) } : { stored, skip };
  });
  const { edit, systems } = options;
  const edited = edit === undefined ? chosen : await editLetters(systems.pipeline, edit, chosen);
  return skipStale(options, edited);
}

function skipReason(
  { maxAttempts }: PrepareOptions,
  { store, letter: { attempts, origin, table } }: StoredLetter,
  partitions: ReadonlyMap<string, number>,
): string | undefined {
  if (attempts > maxAttempts) {
    return `it has failed ${attempts} times; --max-attempts ${attempts} puts it back once more`;
  }
  if (origin === null) {
    return `it was read from Cassandra and is no event; cdcctl verify --table ${table} --repair reads it again`;
  }
  const isThere = store === 'table' || origin.partition < (partitions.get(origin.topic) ?? 0);
  return isThere ? undefined : `there is no partition ${formatPartition(origin)}`;
}

function topicOfRecord({ store, letter }: StoredLetter): string[] {
  return store === 'topic' && letter.origin !== null ? [letter.origin.topic] : [];
}

async function skipStale(options: PrepareOptions, letters: Prepared[]): Promise<Prepared[]> {
  const decided = new Map<Prepared, Prepared>();
  const chosen = letters.filter(isChosen);
  for (const table of options.tables) {
    const ofTable = chosen.filter((one) => one.table === table);
    const results = await withoutStale(options, table, ofTable);
    for (const [index, one] of ofTable.entries()) decided.set(one, results[index]!);
  }
  return letters.map((one) => decided.get(one) ?? one);
}

async function withoutStale(options: PrepareOptions, table: ReplicatedTable, chosen: Chosen[]): Promise<Prepared[]> {
  const { systems, includeStale } = options;
  const isAsked = !includeStale && table.keys.every(isExactKey);
  const events = chosen.map(({ content }) => content.event);
  const stale = isAsked
    ? await staleReasons({ ...options, postgres: systems.postgres, pipeline: systems.pipeline }, table, events)
    : [];
  return chosen.map((one, index): Prepared => {
    const { stored, content } = one;
    if (stored.store === 'table' && content.event === null) return { stored, skip: 'its record had no event' };
    if (stale[index] !== undefined) return { stored, skip: `stale: ${stale[index]}`, isStale: true };
    // Where nobody asks whether the row has moved on, tombstones alone keep an old event from harm.
    const isTooOld = !isAsked && isOlderThanTombstones(options, table, stored);
    return isTooOld ? { stored, skip: tooOld } : one;
  });
}

const tooOld = 'it is older than gc_grace_seconds: a tombstone that kills it may be gone';

function isOlderThanTombstones(
  { now }: PrepareOptions,
  { source }: ReplicatedTable,
  { letter }: StoredLetter,
): boolean {
  if (letter.sourceTime === null) return false;
  return now().getTime() - Date.parse(letter.sourceTime) > source.gcGraceSeconds * 1000;
}
