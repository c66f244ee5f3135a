import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { type StoredLetter } from '../letter.js';
import { type RecordContent } from './editable.js';

/** A letter that is put back. */
export interface Chosen {
  stored: StoredLetter;
  table: ReplicatedTable;
  content: RecordContent;
}

/** A letter that is not put back. */
export interface Skipped {
  stored: StoredLetter;
  /** Why not. */
  skip: string;
  /** Whether it is because merging it could change nothing. */
  isStale?: true;
}

export type Prepared = Chosen | Skipped;

export function isChosen(one: Prepared): one is Chosen {
  return !('skip' in one);
}

export function isSkipped(one: Prepared): one is Skipped {
  return 'skip' in one;
}
