import { runTool } from './tool.js';

export interface UnpackOptions {
  archive: string;
  into: string;
  /** Leading directories to drop from the names. */
  strip?: number;
  signal?: AbortSignal | undefined;
}

export async function unpack({ archive, into, strip = 0, signal }: UnpackOptions): Promise<void> {
  await runTool({
    command: 'tar',
    args: ['--extract', '--gzip', '--no-same-owner', `--strip-components=${strip}`, '--file', archive, '-C', into],
    cwd: into,
    installHint: 'apt-get install tar gzip',
    signal,
  });
}
