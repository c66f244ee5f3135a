import { existsSync, readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Manifest {
  files?: string[];
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Copies this package, as npm would publish it, with the modules that it needs to run. */
export async function copyPackage(into: string): Promise<void> {
  const { files = [] } = readManifest(root);
  const [left, published] = [files.filter(isLeftOut), files.filter((file) => !isLeftOut(file))];
  const filter = (source: string): boolean => !left.includes(`!${relative(root, source)}`);
  for (const file of ['package.json', ...published]) {
    await cp(join(root, file), join(into, file), { recursive: true, filter });
  }
  for (const directory of modulesOf(root, new Set())) {
    await cp(directory, join(into, placeOf(directory)), { recursive: true, verbatimSymlinks: true });
  }
}

function isLeftOut(file: string): boolean {
  return file.startsWith('!');
}

function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest;
}

/** Directories of all modules that a package needs, each once. */
function modulesOf(directory: string, known: Set<string>): Set<string> {
  const { dependencies, optionalDependencies } = readManifest(directory);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const found = findModule(name, directory);
    if (found === undefined || known.has(found)) continue;
    known.add(found);
    modulesOf(found, known);
  }
  return known;
}

/** As Node looks for it; undefined for an optional one that was not installed. */
function findModule(name: string, from: string): string | undefined {
  for (let step = from; ; step = dirname(step)) {
    const candidate = join(step, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return candidate;
    if (step === dirname(step)) return undefined;
  }
}

/** Below the copy; what npm has put beside the package, not into it, goes into it. */
function placeOf(directory: string): string {
  const own = relative(root, directory);
  return own.startsWith('..') ? directory.slice(directory.indexOf('node_modules')) : own;
}
