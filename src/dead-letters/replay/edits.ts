import { parse, stringify } from 'lossless-json';
import { messageOf, OperatorError } from '../../errors.js';
import { type EditableLetter } from './editable.js';

/** Changes letters, in their order, or leaves one out and says why. */
export type Editor = (letters: EditableLetter[]) => Promise<Edited[]>;
export type Edited = EditableLetter | LeftOut;

export interface LeftOut {
  leftOut: string;
}

export function isLeftOut(edited: Edited): edited is LeftOut {
  return 'leftOut' in edited;
}

/** `path=value` for a field of each letter: `event.email.value=new@example.org`. */
export interface FieldEdit {
  path: string[];
  /** JSON where it is some, else text. */
  value: unknown;
}

export function parseFieldEdit(assignment: string): FieldEdit {
  const equals = assignment.indexOf('=');
  if (equals === -1) {
    throw new OperatorError({
      kind: 'invalid',
      message: `--set ${assignment} has no value`,
      hint: 'give a path and a value, such as event.email.value=new@example.org',
    });
  }
  return { path: assignment.slice(0, equals).split('.'), value: jsonOrText(assignment.slice(equals + 1)) };
}

function jsonOrText(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}

/** Sets fields; a letter in which a path leads through something that is no object is left out. */
export function setFields(edits: FieldEdit[]): Editor {
  return (letters) =>
    Promise.resolve(
      letters.map((letter) => {
        try {
          return edits.reduce((edited, edit) => assigned(edited, edit) as EditableLetter, letter);
        } catch (error) {
          if (error instanceof NoObject) return { leftOut: error.message };
          throw error;
        }
      }),
    );
}

class NoObject extends Error {}

function assigned(target: unknown, { path, value }: FieldEdit, done: string[] = []): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (typeof target !== 'object' || target === null || Array.isArray(target)) {
    throw new NoObject(`--set ${[...done, ...path].join('.')}: ${done.join('.')} is no object`);
  }
  const field = (target as Record<string, unknown>)[name];
  return { ...target, [name]: assigned(field, { path: rest, value }, [...done, name]) };
}

/**
 * Runs a jq filter on each letter; one without a result, and one on which it fails, is left out.
 * @throws OperatorError (invalid) for a filter that jq does not understand
 */
export function jqEditor(filter: string): Editor {
  return async (letters) => {
    const input = letters.map((letter) => stringify(letter)).join('\n');
    // Each letter has one line of output, whatever the filter does.
    const output = await runJq(input, `try [${filter}\n] catch {failure: tostring}`);
    const results = output.split('\n').filter((line) => line !== '');
    if (results.length !== letters.length) throw invalidFilter('it has not the shape of an expression');
    return results.map((line) => resultOf(parse(line) as unknown[] | { failure: string }));
  };
}

async function runJq(input: string, filter: string): Promise<string> {
  const { raw } = (await import('jq-wasm')).default;
  const { exitCode } = process;
  try {
    return await raw(input, filter, ['-c']);
  } catch (error) {
    throw invalidFilter(messageOf(error).trim());
  } finally {
    // jq sets that of this process to its own.
    process.exitCode = exitCode;
  }
}

function resultOf(results: unknown[] | { failure: string }): Edited {
  if (!Array.isArray(results)) return { leftOut: `--jq: ${results.failure}` };
  const [result, ...others] = results;
  if (result === undefined) return { leftOut: '--jq has left it out' };
  if (others.length > 0) return { leftOut: `--jq has ${results.length} results for it` };
  return isLetter(result) ? result : { leftOut: '--jq: the result is no letter, it has no id' };
}

function isLetter(value: unknown): value is EditableLetter {
  return typeof value === 'object' && value !== null && 'id' in value;
}

function invalidFilter(problem: string): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    message: `--jq: ${problem}`,
    hint: "a filter changes the letter that it gets, such as '.event.email.value |= ascii_downcase'",
  });
}

/** One editor after the other. */
export function inTurn(editors: Editor[]): Editor {
  return async (letters) => {
    let all: Edited[] = letters;
    for (const editor of editors) {
      const present = all.filter((one) => !isLeftOut(one)) as EditableLetter[];
      const edited = (await editor(present)).values();
      all = all.map((one) => (isLeftOut(one) ? one : edited.next().value!));
    }
    return all;
  };
}
