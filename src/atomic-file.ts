import { closeSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface AtomicWrite {
  file: string;
  content: string;
  /** Permission bits, whatever the umask: 0o600 for what holds a secret. */
  mode: number;
}

/** Replaces a file as a whole: after a crash, also of the machine, it has its old content or the new one. */
export function writeAtomically({ file, content, mode }: AtomicWrite): void {
  const partial = `${file}.${process.pid}.partial`;
  const descriptor = openSync(partial, 'w', mode);
  try {
    try {
      fchmodSync(descriptor, mode);
      // Until all is written: a disk that is nearly full takes a part, and tells of no error.
      writeFileSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  syncDirectory(dirname(file));
}

/** The name of a file is in its directory: without this a power cut may bring the file back that was replaced. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
