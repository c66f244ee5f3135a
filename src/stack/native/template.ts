import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const directory = fileURLToPath(new URL('../../../templates/stack', import.meta.url));

/** A file of templates/stack with its `${names}` replaced; a name without a value is a bug. */
export function renderTemplate(file: string, values: Record<string, string | number> = {}): string {
  return readFileSync(join(directory, file), 'utf8').replace(/\$\{(\w+)\}/g, (_match, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`template ${file} needs a value for ${name}`);
    return String(value);
  });
}

/** Options of a JVM, one in each line of a file of templates/stack. */
export function readJvmOptions(file: string): string[] {
  return renderTemplate(file)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
