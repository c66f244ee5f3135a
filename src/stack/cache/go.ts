import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type GoSet } from '../artifacts.js';
import { type FetchRequest } from './request.js';
import { runTool } from './tool.js';

/** Builds a program from its module, which the Go command fetches and checks: minutes, once. */
export async function buildWithGo(set: GoSet, request: FetchRequest): Promise<void> {
  const { module, version, replaces, programs } = set;
  const lines = [
    'module cdcctl/build',
    'go 1.20',
    `require ${module} v${version}`,
    ...Object.entries(replaces).map(([replaced, by]) => `replace ${replaced} => ${replaced} ${by}`),
  ];
  await writeFile(join(request.scratch, 'go.mod'), `${lines.join('\n')}\n`);
  await runTool({
    command: 'go',
    args: ['build', '-mod=mod', '-o', join(request.content, programs[0]), `${module}/${set.package}`],
    cwd: request.scratch,
    installHint: `install Go 1.20 or newer, or have ${programs[0]} on PATH`,
    signal: request.signal,
  });
}
