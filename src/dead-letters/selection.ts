import { type DeadLetter } from './letter.js';
import { formatPosition } from './position.js';

/** Which letters are meant; what is empty or absent does not choose. */
export interface Selection {
  tables: string[];
  /** Names of causes, or how they begin. */
  causes: string[];
  stages: string[];
  /** Bounds of the time of the newest failure. */
  since?: Date;
  until?: Date;
  /** Ids, or ranges of offsets. */
  letters: LetterRange[];
  /** Column → value as the event has it. */
  key: Record<string, string>;
}

/** One letter, or all whose record stands in a range of offsets of a partition, bounds included. */
export type LetterRange = { id: string } | { partition: string; from: number; to: number };

/** Reads `topic/partition/offset`, `topic/partition/from..to` and `dead_letters/id`; undefined for anything else. */
export function parseLetterRange(text: string): LetterRange | undefined {
  const range = /^([^/]+\/\d+)\/(\d+)\.\.(\d+)$/.exec(text);
  if (range !== null) return { partition: range[1]!, from: Number(range[2]), to: Number(range[3]) };
  return /^([^/]+\/\d+\/\d+|dead_letters\/\d+)$/.test(text) ? { id: text } : undefined;
}

/** Whether nothing is chosen, so that all letters are meant. */
export function choosesAll({ tables, causes, stages, since, until, letters, key }: Selection): boolean {
  const lists = [tables, causes, stages, letters, Object.keys(key)];
  return lists.every(({ length }) => length === 0) && since === undefined && until === undefined;
}

export function isSelected(letter: DeadLetter, selection: Selection): boolean {
  const { tables, causes, stages, since, until, letters, key } = selection;
  const lastSeen = Date.parse(letter.lastSeen);
  return (
    (tables.length === 0 || (letter.table !== null && tables.includes(letter.table))) &&
    (causes.length === 0 || causes.some((cause) => letter.cause.startsWith(cause))) &&
    (stages.length === 0 || stages.includes(letter.stage)) &&
    (since === undefined || lastSeen >= since.getTime()) &&
    (until === undefined || startOfSecond(lastSeen) <= until.getTime()) &&
    (letters.length === 0 || letters.some((range) => isInRange(letter, range))) &&
    Object.entries(key).every(([column, value]) => letter.key?.[column] === value)
  );
}

/** Lists print whole seconds: a time that was copied from one means all of its second. */
function startOfSecond(ms: number): number {
  return ms - (ms % 1000);
}

/** A letter is found by its id, and by where its newest failure stands. */
function isInRange({ id, origin }: DeadLetter, range: LetterRange): boolean {
  const names = origin === null ? [id] : [id, formatPosition(origin)];
  if ('id' in range) return names.includes(range.id);
  return names.some((name) => {
    const slash = name.lastIndexOf('/');
    const offset = Number(name.slice(slash + 1));
    return name.slice(0, slash) === range.partition && offset >= range.from && offset <= range.to;
  });
}
