import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first executable file of one of these names in the directories of a PATH. */
export function findProgram(path: string | undefined, names: readonly string[]): string | undefined {
  const directories = (path ?? '').split(delimiter).filter((directory) => directory !== '');
  return directories
    .flatMap((directory) => names.map((name) => join(directory, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
