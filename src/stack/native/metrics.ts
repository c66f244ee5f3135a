import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './jvm.js';
import { type NativeContext, type NativeService } from './native-service.js';

const executable = fileURLToPath(new URL('../../../bin/cdcctl', import.meta.url));

/** cdcctl itself, for the pipeline that commands in the stack's directory take without `-f`. */
export const metrics: NativeService = {
  programs: ['node'],
  stopSignal: 'SIGTERM',
  plan: (context) => ({
    command: process.execPath,
    args: [
      executable,
      ...['metrics', 'serve', '--log-format', 'json', '--listen', `127.0.0.1:${context.ports.metrics}`],
      ...definition(context),
    ],
    env: { ...given(context), ...cleanEnvironment(context) },
    files: {},
  }),
};

function definition({ paths }: NativeContext): string[] {
  const own = join(paths.directory, 'cdcctl.yaml');
  return existsSync(own) ? ['-f', own] : [];
}

/** Definitions refer to variables of whoever runs `up`. */
function given({ env }: NativeContext): Record<string, string> {
  const set = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(
    set.filter(([name]) => !/^(NODE_OPTIONS|CDCCTL_(LOG_FORMAT|OUTPUT|QUIET|VERBOSE))$/.test(name)),
  );
}
