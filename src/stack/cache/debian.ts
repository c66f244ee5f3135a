import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../../errors.js';
import { type DebianSet } from '../artifacts.js';
import { type FetchRequest } from './request.js';
import { runTool } from './tool.js';

/** Takes a package of the distribution apart, which apt has checked; nothing is installed. */
export async function fetchWithApt(set: DebianSet, request: FetchRequest): Promise<void> {
  const installHint = `install it, or have ${set.programs.join(' or ')} on PATH: apt-get install ${set.package}`;
  const run = (command: string, args: string[]) =>
    runTool({ command, args, cwd: request.scratch, installHint, signal: request.signal });
  try {
    await run('apt-get', ['download', set.package]);
  } catch (error) {
    if (!(error instanceof OperatorError) || error.kind !== 'unreachable') throw error;
    throw new OperatorError({ kind: 'unreachable', message: error.message, hint: installHint, cause: error });
  }
  const archive = (await readdir(request.scratch)).find((name) => name.endsWith('.deb'));
  if (archive === undefined) {
    throw new OperatorError({
      kind: 'unreachable',
      message: `apt-get left no package ${set.package}`,
      hint: installHint,
    });
  }
  await run('dpkg', ['-x', join(request.scratch, archive), request.content]);
}
