import { Option } from 'commander';
import { OperatorError } from '../errors.js';

/** The same for every command of the local stack. */
export function directoryOption(): Option {
  return new Option('--dir <path>', 'directory of the local stack (default: here, else the nearest above)').env(
    'CDCCTL_DIR',
  );
}

export function noStack(directory: string): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    resource: directory,
    message: 'neither this directory nor one above it has a local stack',
    hint: 'start one: cdcctl up',
  });
}
