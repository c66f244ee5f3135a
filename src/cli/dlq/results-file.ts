import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { finished } from 'node:stream/promises';
import { messageOf, OperatorError } from '../../errors.js';
import { type CommandRun } from '../context.js';

export interface Results extends AsyncDisposable {
  write: (result: object) => void;
}

/**
 * Opens a file of JSON lines that is written while the work goes on.
 * @throws OperatorError (invalid) where it cannot be written
 */
export async function openResults({ cwd }: CommandRun, file: string | undefined): Promise<Results> {
  if (file === undefined) return { write: () => undefined, [Symbol.asyncDispose]: () => Promise.resolve() };
  const path = resolve(cwd, file);
  try {
    await mkdir(dirname(path), { recursive: true });
    const stream = createWriteStream(path);
    await new Promise((opened, failed) => stream.once('open', opened).once('error', failed));
    return {
      write: (result) => stream.write(`${JSON.stringify(result)}\n`),
      [Symbol.asyncDispose]: () => finished(stream.end()),
    };
  } catch (error) {
    throw new OperatorError({ kind: 'invalid', message: messageOf(error), resource: file, cause: error });
  }
}
