import { readFileSync } from 'node:fs';

/** Reads a file of the package's `templates` directory. */
export function readTemplate(path: string): string {
  return readFileSync(new URL(`../../templates/${path}`, import.meta.url), 'utf8');
}
