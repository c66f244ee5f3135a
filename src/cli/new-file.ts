import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { OperatorError } from '../errors.js';
import { type CommandRun } from './context.js';
import { writeFiles } from './write-files.js';

/** Refuses to replace a definition that is there. `-` is stdout. */
export function requireFree(run: CommandRun, file: string, { force }: { force: boolean }): void {
  if (file === '-' || force || !existsSync(resolve(run.cwd, file))) return;
  throw new OperatorError({
    kind: 'invalid',
    resource: file,
    message: 'the file is there already',
    hint: 'name another file, or replace it with --force',
  });
}

/**
 * Writes a definition that must pass `validate`; what does not is a name that no pipeline can have.
 * @returns where it was written; null for stdout
 */
export async function writeDefinition(run: CommandRun, file: string, text: string): Promise<string | null> {
  const { checkDefinitions } = await import('../pipeline/load.js');
  await checkDefinitions({ files: ['-'], sets: [], env: {}, cwd: run.cwd, stdin: Readable.from([text]) });
  if (file === '-') return null;
  const path = resolve(run.cwd, file);
  await writeFiles(dirname(path), [{ path: basename(path), content: text }]);
  return file;
}
