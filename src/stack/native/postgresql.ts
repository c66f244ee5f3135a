import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readCredential } from '../credentials.js';
import { createDatabase } from '../readiness/postgresql.js';
import { databaseUser } from '../services.js';
import { caFile, identityFile } from '../tls/files.js';
import { fingerprint } from './fingerprint.js';
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
      ...(context.tls ? tlsSettings(context) : {}),
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
      ...fingerprint(context, 'postgresql'),
    };
  },
  prepare: async (context, launch) => {
    await initialise(context, launch);
    if (context.tls) await placeTlsFiles(context);
  },
  complete: ({ addresses }) => createDatabase(addresses.postgresql),
};

function tlsFile(context: NativeContext, name: 'server.pem' | 'ca.pem' | 'pg_hba.conf'): string {
  return join(context.dataDirectory, name);
}

function tlsSettings(context: NativeContext): Record<string, string> {
  return {
    ssl: 'on',
    ssl_min_protocol_version: 'TLSv1.3',
    ssl_cert_file: tlsFile(context, 'server.pem'),
    ssl_key_file: tlsFile(context, 'server.pem'),
    ssl_ca_file: tlsFile(context, 'ca.pem'),
    hba_file: tlsFile(context, 'pg_hba.conf'),
  };
}

/** In its data directory: the user who runs it cannot read the stack's configuration. */
async function placeTlsFiles(context: NativeContext): Promise<void> {
  const { paths, account } = context;
  const contents = {
    'server.pem': readFileSync(identityFile(paths, 'postgresql'), 'utf8'),
    'ca.pem': readFileSync(caFile(paths), 'utf8'),
    'pg_hba.conf': 'hostssl all all 127.0.0.1/32 scram-sha-256\n',
  };
  for (const [name, content] of Object.entries(contents)) {
    const file = tlsFile(context, name as keyof typeof contents);
    await writeFile(file, content, { mode: 0o600 });
    if (account !== undefined) await chown(file, account.userId, account.groupId);
  }
}

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
  await writeFile(passwordFile, `${readCredential(context.paths, 'postgresql-password')}\n`, { mode: 0o600 });
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
