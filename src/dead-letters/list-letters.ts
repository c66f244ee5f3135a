import { type LetterGroup, LetterGroups } from './group-letters.js';
import { type DeadLetter, type LetterState } from './letter.js';
import { type ReadOptions, readLetters } from './read-letters.js';
import { retentionWarnings } from './retention.js';
import { type LetterSystems } from './systems.js';

export interface ListOptions extends Omit<ReadOptions, 'onForeign'> {
  /** How many letters to list one by one, the newest first. */
  rows: number;
  now: () => Date;
}

export interface LetterList {
  pipeline: string;
  /** How many letters were selected. */
  letters: number;
  groups: LetterGroup[];
  rows: (DeadLetter & { state: LetterState })[];
  warnings: string[];
}

/** Groups and counts letters. Nothing is changed. */
export async function listLetters(systems: LetterSystems, options: ListOptions): Promise<LetterList> {
  const groups = new LetterGroups();
  const newest = new Newest(options.rows);
  let letters = 0;
  let foreign = 0;
  let oldestMs: number | undefined;
  const found = readLetters(systems, { ...options, onForeign: (records) => (foreign += records) });
  for await (const part of found) {
    letters += part.length;
    for (const { stored, state } of part) {
      groups.add(stored.letter);
      if (options.rows > 0) newest.add({ ...stored.letter, state });
      if (stored.store === 'topic' && state === 'open') {
        oldestMs = Math.min(oldestMs ?? Infinity, stored.record.timestampMs);
      }
    }
  }
  const warnings = await retentionWarnings(systems, { oldestMs, nowMs: options.now().getTime() });
  if (foreign > 0) {
    warnings.push(`${systems.pipeline.deadLetters.topic}: ${foreign} records are no dead letters of this pipeline`);
  }
  return { pipeline: systems.pipeline.name, letters, groups: groups.all(), rows: newest.all(), warnings };
}

/** Keeps the letters that failed last. */
class Newest {
  private kept: LetterList['rows'] = [];

  constructor(private readonly most: number) {}

  add(letter: LetterList['rows'][number]): void {
    this.kept.push(letter);
    if (this.kept.length >= this.most * 2) this.kept = this.all();
  }

  all(): LetterList['rows'] {
    return this.kept.sort((a, b) => b.lastSeen.localeCompare(a.lastSeen)).slice(0, this.most);
  }
}
