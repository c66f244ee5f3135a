import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '../../errors.js';
import { type NpmSet } from '../artifacts.js';
import { type FetchRequest } from './request.js';
import { runTool } from './tool.js';
import { unpack } from './unpack.js';

/** Fetches a package through the npm client and completes it as its install script would. */
export async function fetchWithNpm(set: NpmSet, request: FetchRequest): Promise<void> {
  await runTool({
    command: 'npm',
    args: [
      'pack',
      `${set.packagePrefix}${process.arch}@${set.version}`,
      '--ignore-scripts',
      '--silent',
      '--pack-destination',
      request.scratch,
    ],
    cwd: request.scratch,
    installHint: 'apt-get install npm',
    signal: request.signal,
  });
  const archive = (await readdir(request.scratch)).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) {
    throw new OperatorError({ kind: 'unreachable', message: `npm pack left no archive of ${set.name}` });
  }
  await unpack({ archive: join(request.scratch, archive), into: request.content, strip: 1, signal: request.signal });
  await runTool({
    command: process.execPath,
    args: [join(request.content, set.completedBy)],
    cwd: request.content,
    installHint: 'reinstall Node.js',
    signal: request.signal,
  });
}
