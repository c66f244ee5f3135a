import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createDatabase } from '../readiness/postgresql.js';
import { databaseName, databaseUser } from '../services.js';
import { cleanEnvironment } from './jvm.js';
import { type Launch, type NativeContext, type NativeService } from './native-service.js';

export const postgresql: NativeService = {
  programs: ['postgres'],
  // Fast shutdown: ends the sessions, not waits for them.
  stopSignal: 'SIGINT',
  plan: (context) => {
    const settings = {
      listen_addresses: '127.0.0.1',
      port: String(context.ports.postgresql),
      unix_socket_directories: '',
      password_encryption: 'scram-sha-256',
      shared_buffers: '128MB',
      max_connections: '100',
      max_wal_size: '1GB',
      log_line_prefix: '%m [%p] ',
      timezone: 'UTC',
    };
    return {
      command: join(context.artifacts.postgresql, 'native', 'bin', 'postgres'),
      args: [
        '-D',
        clusterDirectory(context),
        ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      env: cleanEnvironment(context),
      files: {},
    };
  },
  prepare: initialise,
  complete: ({ ports, postgresqlPassword }) =>
    createDatabase({ port: ports.postgresql, password: postgresqlPassword, database: databaseName }),
};

function clusterDirectory(context: NativeContext): string {
  return join(context.dataDirectory, 'cluster');
}

/** Makes the database cluster in a directory of its own and renames it: an interrupted one is begun again. */
async function initialise(context: NativeContext, launch: Launch): Promise<void> {
  if (existsSync(clusterDirectory(context))) {
    // No process of this cluster is left here; the file would stop the start if its process id were in use again.
    await rm(join(clusterDirectory(context), 'postmaster.pid'), { force: true });
    return;
  }
  const partial = join(context.dataDirectory, 'cluster.partial');
  const passwordFile = join(context.dataDirectory, 'password');
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { mode: 0o700 });
  await writeFile(passwordFile, `${context.postgresqlPassword}\n`, { mode: 0o600 });
  const { account } = context;
  if (account !== undefined) {
    for (const path of [partial, passwordFile]) await chown(path, account.userId, account.groupId);
  }
  try {
    await promisify(execFile)(
      join(context.artifacts.postgresql, 'native', 'bin', 'initdb'),
      [
        ...['-D', partial, '-U', databaseUser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        ...['--encoding', 'UTF8', '--locale', 'C', '--no-sync', '--no-instructions'],
      ],
      {
        cwd: context.dataDirectory,
        env: launch.env,
        ...(account === undefined ? {} : { uid: account.userId, gid: account.groupId }),
      },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(partial, clusterDirectory(context));
}
