import { execFile } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { OperatorError } from '../../errors.js';

/** Debezium 3 needs 17; Cassandra 4.1 needs the security manager, which is refused from 18 on unless allowed and gone in 24. */
const supported = { lowest: 17, highest: 21 };

export interface JavaRuntime {
  executable: string;
  home: string;
  major: number;
}

/**
 * Finds a Java that runs every service: CDCCTL_JAVA_HOME, JAVA_HOME, PATH, then what is installed under /usr/lib/jvm.
 * @throws OperatorError (invalid) that tells which versions were found and how to install one that fits.
 */
export async function findJava(env: Record<string, string | undefined>): Promise<JavaRuntime> {
  const rejected = new Set<string>();
  for (const executable of candidates(env)) {
    const major = await majorVersion(executable);
    if (major === undefined) continue;
    if (major >= supported.lowest && major <= supported.highest) {
      return { executable, home: dirname(dirname(realpathSync(executable))), major };
    }
    rejected.add(`Java ${major} (${executable})`);
  }
  const found = rejected.size === 0 ? 'none is installed' : `found only ${[...rejected].join(', ')}`;
  throw new OperatorError({
    kind: 'invalid',
    message: `the local stack needs Java ${supported.lowest} to ${supported.highest}; ${found}`,
    hint: 'apt-get install openjdk-17-jdk-headless, or set CDCCTL_JAVA_HOME',
  });
}

function candidates(env: Record<string, string | undefined>): string[] {
  const homes = [env.CDCCTL_JAVA_HOME ?? '', env.JAVA_HOME ?? ''].filter((home) => home !== '');
  const directories = (env.PATH ?? '').split(':').filter((directory) => directory !== '');
  const installed = existsSync('/usr/lib/jvm') ? readdirSync('/usr/lib/jvm').map((name) => `/usr/lib/jvm/${name}`) : [];
  return [...homes, ...installed.sort()]
    .map((home) => join(home, 'bin', 'java'))
    .toSpliced(homes.length, 0, ...directories.map((directory) => join(directory, 'java')))
    .filter((executable) => existsSync(executable));
}

/** Of `java -version`: `openjdk version "17.0.15"`, `java version "1.8.0_392"`. */
export function parseMajorVersion(text: string): number | undefined {
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  if (first === undefined) return undefined;
  return first === '1' ? Number(second) : Number(first);
}

async function majorVersion(executable: string): Promise<number | undefined> {
  try {
    const { stdout, stderr } = await promisify(execFile)(executable, ['-version'], { timeout: 30_000 });
    return parseMajorVersion(stderr + stdout);
  } catch {
    return undefined;
  }
}
