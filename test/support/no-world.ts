import { PassThrough } from 'node:stream';
import { type CliContext } from '../../src/cli/context.js';

/** For commands that are made and never run. */
export const noWorld: CliContext = {
  stdout: new PassThrough(),
  stderr: new PassThrough(),
  stdin: new PassThrough(),
  env: {},
  cwd: '/',
  signal: new AbortController().signal,
  now: () => new Date(0),
  setExitCode: () => undefined,
  correlationId: 'none',
  traceId: null,
  tell: () => undefined,
};
