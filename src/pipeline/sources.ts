import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf, fileFailure, messageOf } from '../errors.js';
import { readText } from './environment.js';
import { type Problem } from './problems.js';

/** What one `-f` names: its files and their text. */
export interface Source {
  texts: { file: string; text: string }[];
  problems: Problem[];
}

/** The name of the standard input in error texts. */
const stdinName = '<stdin>';

/** A definition has some kilobytes; what is larger is something else. */
const largestText = 1024 * 1024;

/** Reads a file, the `.yaml` and `.yml` files of a directory in alphabetical order, or the standard input (`-`). */
export async function readSource(
  name: string,
  { cwd, stdin }: { cwd: string; stdin: NodeJS.ReadableStream },
): Promise<Source> {
  if (name === '-') return checked(stdinName, await readStream(stdin));
  const path = resolve(cwd, name);
  const names = namesIn(path);
  if (!Array.isArray(names)) return checked(name, names);
  const files = names.filter((file) => /\.ya?ml$/.test(file)).sort();
  if (files.length === 0) {
    const hint = 'definitions end with .yaml or .yml';
    return {
      texts: [],
      problems: [{ place: { file: name }, path: '', message: 'no definition is in the directory', hint }],
    };
  }
  const all = files.map((file) => checked(join(name, file), readText(join(path, file))));
  return { texts: all.flatMap(({ texts }) => texts), problems: all.flatMap(({ problems }) => problems) };
}

/** The entries of a directory; of anything else its text. */
function namesIn(path: string): string[] | ReturnType<typeof readText> {
  try {
    return readdirSync(path);
  } catch (error) {
    return codeOf(error) === 'ENOTDIR' ? readText(path) : { failure: fileFailure(error) ?? messageOf(error) };
  }
}

function checked(file: string, content: ReturnType<typeof readText>): Source {
  const place = { file };
  if ('failure' in content) {
    return { texts: [], problems: [{ place, path: '', message: `the file cannot be read (${content.failure})` }] };
  }
  if (content.text.length > largestText) {
    return { texts: [], problems: [{ place, path: '', message: 'the file is larger than 1 MiB: not a definition' }] };
  }
  return { texts: [{ file, text: content.text }], problems: [] };
}

async function readStream(stream: NodeJS.ReadableStream): Promise<ReturnType<typeof readText>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    chunks.push(bytes);
    size += bytes.length;
    if (size > 4 * largestText) break;
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)) };
  } catch {
    return { failure: 'it is not UTF-8 text' };
  }
}
