import { OperatorError } from '../../errors.js';

/** The native runtime reads /proc and uses PostgreSQL's binaries for Linux. */
export function requirePlatform(): void {
  const isSupported = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);
  if (isSupported) return;
  throw new OperatorError({
    kind: 'invalid',
    message: `the native stack runs on Linux (x64, arm64), not on ${process.platform} ${process.arch}`,
    hint: 'run it in a Linux virtual machine or container',
  });
}
