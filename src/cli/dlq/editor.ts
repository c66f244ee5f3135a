import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'lossless-json';
import { type EditableLetter } from '../../dead-letters/replay/editable.js';
import { type Editor } from '../../dead-letters/replay/edits.js';
import { messageOf, OperatorError } from '../../errors.js';
import { type CommandRun } from '../context.js';

const mostLetters = 1000;

/**
 * Opens letters as JSON in $VISUAL or $EDITOR; those that are taken out of the list are left out.
 * @throws OperatorError (invalid) where there are too many, where the editor fails, and for a text that is no list of
 * letters: then the file stays
 */
export function editInEditor({ run }: { run: CommandRun }): Editor {
  return async (letters) => {
    if (letters.length === 0) return [];
    if (letters.length > mostLetters) throw tooMany(letters.length);
    // Letters hold the data of rows: the directory is for its owner alone.
    const directory = mkdtempSync(join(run.env.TMPDIR ?? tmpdir(), 'cdcctl-edit-'));
    const file = join(directory, 'dead-letters.json');
    writeFileSync(file, `${stringify(letters, undefined, 2)}\n`, { mode: 0o600 });
    await runEditor(run, file);
    const edited = readLetters(file, letters);
    rmSync(directory, { recursive: true });
    return letters.map(({ id }) => edited.get(id) ?? { leftOut: 'it was taken out in the editor' });
  };
}

async function runEditor({ env }: CommandRun, file: string): Promise<void> {
  const editor = env.VISUAL ?? env.EDITOR ?? 'vi';
  // The variable may hold options, and the shell knows how to read it.
  const child = spawn('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code === 0) return;
  throw new OperatorError({
    kind: 'invalid',
    resource: file,
    message: `${editor} has ended with ${code}; nothing was put back`,
    hint: 'set EDITOR to the editor that you want',
  });
}

function readLetters(file: string, letters: EditableLetter[]): Map<string, EditableLetter> {
  const text = readFileSync(file, 'utf8');
  if (text.trim() === '') throw invalid(file, 'the file is empty: nothing was put back');
  let edited: unknown;
  try {
    edited = parse(text);
  } catch (error) {
    throw invalid(file, `the file is no JSON: ${messageOf(error)}`);
  }
  if (!Array.isArray(edited) || !edited.every(hasId)) throw invalid(file, 'the file is no list of letters');
  const ids = letters.map(({ id }) => id);
  const byId = new Map(edited.map((letter) => [letter.id, letter]));
  const unknown = [...byId.keys()].filter((id) => !ids.includes(id));
  if (unknown.length > 0) throw invalid(file, `the file has letters that were not in it: ${unknown.join(', ')}`);
  return byId;
}

/** Of what else is not as it was, the letter is left out with the reason. */
function hasId(letter: unknown): letter is EditableLetter {
  return typeof letter === 'object' && letter !== null && 'id' in letter && typeof letter.id === 'string';
}

function invalid(file: string, message: string): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    resource: file,
    message,
    hint: 'the file is kept; the letters are open as before',
  });
}

function tooMany(letters: number): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    message: `${letters} letters are too many to edit by hand`,
    hint: `choose ${mostLetters} at most, or change all by --set or --jq`,
  });
}
