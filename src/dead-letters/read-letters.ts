import { type OffsetRange } from '../clients/kafka-reader.js';
import { statesOf } from './ledger.js';
import { type DeadLetter, type LetterState, type StoredLetter } from './letter.js';
import { oneAhead } from './one-ahead.js';
import { formatPartition } from './position.js';
import { isSelected, type Selection } from './selection.js';
import { type LetterSystems } from './systems.js';
import { readRefused } from './table-letter.js';
import { letterOfRecord } from './topic-letter.js';

export interface ReadOptions {
  selection: Selection;
  states: readonly LetterState[];
  /** Told how many records of the dead letter topic no sink of the pipeline has put there. */
  onForeign?: (records: number) => void;
  signal: AbortSignal;
}

export interface LetterInState {
  stored: StoredLetter;
  state: LetterState;
}

/**
 * The letters of both stores in parts, each failure once, up to the end that the stores have now. A letter that has
 * failed several times is open only by its newest failure.
 */
export async function* readLetters(systems: LetterSystems, options: ReadOptions): AsyncGenerator<LetterInState[]> {
  const { states, signal } = options;
  for await (const found of oneAhead(selectedLetters(systems, options))) {
    signal.throwIfAborted();
    const letters = found.filter(({ state }) => states.includes(state));
    if (letters.length > 0) yield letters;
  }
}

async function* selectedLetters(
  systems: LetterSystems,
  { selection, onForeign }: ReadOptions,
): AsyncGenerator<LetterInState[], void> {
  for await (const found of topicLetters(systems, onForeign)) {
    const selected = found.filter(({ letter }) => isSelected(letter, selection));
    const letters = selected.map(({ letter }) => letter);
    const states = await statesOf(systems.letters, systems.pipeline, letters);
    yield selected.map((stored, index) => ({ stored, state: states[index]! }));
  }
  for await (const found of readRefused(systems.letters, systems)) {
    yield found.filter(({ stored }) => isSelected(stored.letter, selection));
  }
}

/** The partitions of the dead letter topic with the offsets that they have now; none before the topic is made. */
export async function deadLetterRanges({ kafka, pipeline }: LetterSystems): Promise<OffsetRange[]> {
  const { topic } = pipeline.deadLetters;
  if (!(await kafka.listTopics()).includes(topic)) return [];
  const partitions = await kafka.fetchTopicOffsets(topic);
  return partitions.map(({ partition, low, high }) => ({ topic, partition, from: Number(low), to: Number(high) }));
}

async function* topicLetters(
  systems: LetterSystems,
  onForeign: ReadOptions['onForeign'],
): AsyncGenerator<StoredLetter[]> {
  const isNew = eachFailureOnce();
  for (const range of await deadLetterRanges(systems)) {
    for await (const records of systems.reader.read(range)) {
      const letters = records.map((record) => letterOfRecord(record, systems)).filter((one) => one !== undefined);
      onForeign?.(records.length - letters.length);
      yield letters.filter(({ letter }) => isNew(letter));
    }
  }
}

/** A sink that was killed reads again what it has not committed, and what fails then is the same failure once more. */
function eachFailureOnce(): (letter: DeadLetter) => boolean {
  const seen = new Map<string, Set<number>>();
  return ({ origin }) => {
    if (origin === null) return true;
    const partition = formatPartition(origin);
    const offsets = seen.get(partition) ?? new Set();
    seen.set(partition, offsets);
    if (offsets.has(origin.offset)) return false;
    offsets.add(origin.offset);
    return true;
  };
}
