import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

export interface AtomicWrite {
  file: string;
  content: string;
  /** Permission bits, whatever the umask: 0o600 for what holds a secret. */
  mode: number;
}

/** Replaces a file as a whole: after a crash it has its old content or the new one. */
export function writeAtomically({ file, content, mode }: AtomicWrite): void {
  const partial = `${file}.${process.pid}.partial`;
  const descriptor = openSync(partial, 'w', mode);
  try {
    try {
      fchmodSync(descriptor, mode);
      writeSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}
