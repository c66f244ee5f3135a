import { causeOf } from './cause.js';
import { type DeadLetter } from './letter.js';

/** Letters of one table that have failed in the same way. */
export interface LetterGroup {
  table: string | null;
  cause: string;
  stage: string;
  errorClass: string;
  /** What the messages have in common; `…` stands for what they have not. */
  message: string;
  letters: number;
  /** The most that one of them has failed. */
  attempts: number;
  firstSeen: string;
  lastSeen: string;
  /** Id of one of them. */
  example: string;
}

/** Gathers letters into groups by cause and table; what it keeps does not grow with the letters. */
export class LetterGroups {
  private readonly groups = new Map<string, LetterGroup>();

  add(letter: DeadLetter): void {
    const { table, cause, stage, errorClass, attempts, firstSeen, lastSeen, id } = letter;
    const name = `${table}/${cause}`;
    const group = this.groups.get(name);
    if (group === undefined) {
      const message = causeOf(letter).pattern;
      const started = { table, cause, stage, errorClass, message, letters: 1, attempts, firstSeen, lastSeen };
      this.groups.set(name, { ...started, example: id });
      return;
    }
    group.letters++;
    group.attempts = Math.max(group.attempts, attempts);
    if (firstSeen < group.firstSeen) group.firstSeen = firstSeen;
    if (lastSeen > group.lastSeen) group.lastSeen = lastSeen;
  }

  /** The largest first. */
  all(): LetterGroup[] {
    return [...this.groups.values()].sort((a, b) => b.letters - a.letters || a.cause.localeCompare(b.cause));
  }
}
