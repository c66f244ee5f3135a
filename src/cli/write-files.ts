import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { messageOf, OperatorError } from '../errors.js';

/** Writes files below a directory, which is made when it is not there. */
export async function writeFiles(directory: string, files: { path: string; content: string }[]): Promise<void> {
  for (const { path, content } of files) {
    const target = join(directory, path);
    try {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    } catch (error) {
      throw new OperatorError({ kind: 'invalid', message: messageOf(error), resource: target, cause: error });
    }
  }
}
