import { statfs } from 'node:fs/promises';
import { freemem, totalmem } from 'node:os';
import { type Check, fail, ok, warn } from '../check.js';
import { OperatorError } from '../errors.js';
import { findProgram } from './find-program.js';
import { findJava } from './native/java.js';
import { isFree } from './ports.js';
import { preferredPorts } from './services.js';

/** What the native stack needs; the demo was measured with less than these. */
const leastMemoryBytes = 4 * 1024 ** 3;
const leastDiskBytes = 3 * 1024 ** 3;
const leastNode = 20;

/** What cdcctl itself needs of this machine, and, as warnings, what only the local stack needs. */
export async function checkPrerequisites(env: Record<string, string | undefined>, directory: string): Promise<Check[]> {
  return [
    checkNode(),
    await checkJava(env),
    checkTool(env, 'mvn', 'apt-get install maven'),
    checkTool(env, 'pip3', 'apt-get install python3-pip'),
    checkDocker(env),
    await checkPorts(),
    await checkDisk(directory),
    checkMemory(),
  ];
}

function checkNode(): Check {
  const { node } = process.versions;
  return Number.parseInt(node, 10) >= leastNode
    ? ok('node', node)
    : fail('node', node, `install Node ${leastNode} or newer`);
}

async function checkJava(env: Record<string, string | undefined>): Promise<Check> {
  try {
    const { major, executable } = await findJava(env);
    return ok('java', `${major} (${executable})`);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return warn('java', error.message, error.hint);
  }
}

function checkTool(env: Record<string, string | undefined>, tool: string, install: string): Check {
  const found = findProgram(env.PATH, [tool]);
  return found === undefined ? warn(tool, 'not installed; the first `cdcctl up` needs it', install) : ok(tool, found);
}

function checkDocker(env: Record<string, string | undefined>): Check {
  return ok(
    'docker',
    findProgram(env.PATH, ['docker']) ?? 'not installed, and not needed: the stack runs as processes',
  );
}

async function checkPorts(): Promise<Check> {
  const ports = Object.values(preferredPorts);
  const free = await Promise.all(ports.map(isFree));
  const taken = ports.filter((_, index) => !free[index]);
  const what = taken.length === 0 ? 'all free' : `taken: ${taken.join(', ')}; \`cdcctl up\` takes others for these`;
  return ok('usual ports', what);
}

async function checkDisk(directory: string): Promise<Check> {
  const { bavail, bsize } = await statfs(directory);
  const what = `${gibibytes(bavail * bsize)} free in ${directory}`;
  return bavail * bsize < leastDiskBytes ? warn('disk', what, 'the local stack needs 3 GiB') : ok('disk', what);
}

function checkMemory(): Check {
  const what = `${gibibytes(totalmem())}, ${gibibytes(freemem())} free`;
  return totalmem() < leastMemoryBytes ? warn('memory', what, 'the local stack needs 4 GiB') : ok('memory', what);
}

function gibibytes(bytes: number): string {
  return `${(bytes / 1024 ** 3).toFixed(1)} GiB`;
}
