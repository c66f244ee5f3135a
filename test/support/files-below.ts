import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The files in a directory and in those below it. */
export function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
