import { type DeadLetter, type LetterState } from './letter.js';
import { type LetterInState, type ReadOptions, readLetters } from './read-letters.js';
import { type LetterSystems } from './systems.js';
import { headerText } from '../clients/error-headers.js';

/** A letter with every byte of its record, so that nothing is lost when Kafka deletes it. */
export interface ExportedLetter extends DeadLetter {
  state: LetterState;
  event: string | null;
  /** Null for what PostgreSQL has refused: only the event is kept of it. */
  record: { key: string | null; value: string | null; headers: Record<string, string> } | null;
}

/** The selected letters one by one; keys and values in base64. */
export async function* exportLetters(systems: LetterSystems, options: ReadOptions): AsyncGenerator<ExportedLetter> {
  for await (const letters of readLetters(systems, options)) yield* letters.map(exportedLetter);
}

function exportedLetter({ stored, state }: LetterInState): ExportedLetter {
  const exported = { ...stored.letter, state, event: stored.event };
  if (stored.store === 'table') return { ...exported, record: null };
  const { record } = stored;
  const headers = Object.keys(record.headers).map((name) => [name, headerText(record, name) ?? ''] as const);
  return {
    ...exported,
    record: {
      key: record.key?.toString('base64') ?? null,
      value: record.value?.toString('base64') ?? null,
      headers: Object.fromEntries(headers),
    },
  };
}
