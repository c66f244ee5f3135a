import { OperatorError } from '../errors.js';

/** Where something was written: a position in a file, or an option, which has no lines. */
export interface Place {
  file: string;
  line?: number;
  column?: number;
}

/** One thing that is wrong with a definition. Never holds a value that came from a reference or a credential field. */
export interface Problem {
  place: Place;
  /** Dotted path of the field, `spec.tables[0].name`; empty for the whole document. */
  path: string;
  /** What is wrong. */
  message: string;
  /** What to do about it. */
  hint?: string;
}

/** The error for everything that is wrong with the definitions, one problem on each line in reading order. */
export function invalidDefinition(problems: Problem[]): OperatorError {
  const lines = [...new Set(inReadingOrder(problems).map(formatProblem))];
  const title = lines.length === 1 ? 'the definition is invalid:' : `the definition has ${lines.length} problems:`;
  return new OperatorError({ kind: 'invalid', message: [title, ...lines].join('\n') });
}

/** `file:line:column: path: what is wrong; what to do`. */
function formatProblem({ place, path, message, hint }: Problem): string {
  const where = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
  const what = hint === undefined ? message : `${message}; ${hint}`;
  return printable([where, path, what].filter((part) => part !== '').join(': '));
}

/** Names in a definition may hold anything, but a problem is one line, and a terminal must not obey it. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

function inReadingOrder(problems: Problem[]): Problem[] {
  const files = [...new Set(problems.map(({ place }) => place.file))];
  return problems.toSorted(
    (a, b) =>
      files.indexOf(a.place.file) - files.indexOf(b.place.file) ||
      (a.place.line ?? 0) - (b.place.line ?? 0) ||
      (a.place.column ?? 0) - (b.place.column ?? 0),
  );
}
