import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type NativeContext } from './native-service.js';

/** Every jar of a directory by name, for a class path that does not change from start to start. */
export function classPath(directory: string): string {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.jar'))
    .sort()
    .map((name) => join(directory, name))
    .join(':');
}

/** Flags of all JVMs. One whose heap is full ends, so that `up` restarts it, instead of limping on. */
export function commonFlags(context: NativeContext): string[] {
  return [
    '-Xshare:auto',
    '-XX:+ExitOnOutOfMemoryError',
    '-Djava.awt.headless=true',
    `-Djava.io.tmpdir=${context.temporaryDirectory}`,
  ];
}

/** The environment of a service: nothing of the caller's that could change what it does. */
export function cleanEnvironment(context: NativeContext): Record<string, string> {
  return {
    PATH: context.env.PATH ?? '/usr/local/bin:/usr/bin:/bin',
    HOME: context.dataDirectory,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  };
}
