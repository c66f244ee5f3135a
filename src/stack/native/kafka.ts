import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readCredential } from '../credentials.js';
import { type StackPaths } from '../directory.js';
import { loginName } from '../services.js';
import { caFile, identityFile } from '../tls/files.js';
import { fingerprint } from './fingerprint.js';
import { jmxExporter } from './jmx.js';
import { classPath, cleanEnvironment, commonFlags } from './jvm.js';
import { type Launch, type NativeContext, type NativeService } from './native-service.js';
import { renderTemplate } from './template.js';

export const kafka: NativeService = {
  programs: ['java'],
  stopSignal: 'SIGTERM',
  plan: (context) => {
    const { paths, ports, artifacts, dataDirectory, tls } = context;
    const config = join(paths.config, 'kafka.properties');
    const log4j = join(paths.config, 'kafka-log4j.properties');
    const jmx = jmxExporter(context, 'kafka');
    return {
      command: context.java,
      args: [
        ...commonFlags(context),
        ...jmx.args,
        '-Xms256m',
        '-Xmx384m',
        '-XX:+UseSerialGC',
        `-Dlog4j.configuration=file:${log4j}`,
        '-cp',
        classPath(artifacts.kafka),
        'kafka.Kafka',
        config,
      ],
      env: cleanEnvironment(context),
      files: {
        ...jmx.files,
        [config]: renderTemplate('kafka.properties', {
          data: dataDirectory,
          port: ports.kafka,
          controllerPort: ports['kafka-controller'],
          controllerProtocol: tls ? 'SSL' : 'PLAINTEXT',
          protocol: tls ? 'SASL_SSL' : 'PLAINTEXT',
          security: tls ? security(paths) : '',
        }),
        [log4j]: renderTemplate('kafka-log4j.properties'),
      },
      ...fingerprint(context, 'kafka'),
    };
  },
  prepare: formatStorage,
};

/** A KRaft broker starts only in a formatted directory; a login that it is to know must be there before it starts. */
async function formatStorage(context: NativeContext, launch: Launch): Promise<void> {
  if (existsSync(join(context.dataDirectory, 'meta.properties'))) return;
  const clusterId = randomBytes(16).toString('base64url');
  const config = launch.args.at(-1) ?? '';
  const login = `SCRAM-SHA-512=[name=${loginName},password=${readCredential(context.paths, 'kafka-password')}]`;
  const args = [
    ...['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', classPath(context.artifacts.kafka)],
    ...['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-c', config],
    // One of 64 ids begins with a dash, and would be taken for an option.
    `--cluster-id=${clusterId}`,
    ...['--add-scram', login],
  ];
  // Everyone can read the arguments of a process, and a password is among these.
  const file = join(context.dataDirectory, 'format.args');
  await writeFile(file, args.map((arg) => `"${arg.replaceAll('\\', '\\\\')}"\n`).join(''), { mode: 0o600 });
  try {
    await promisify(execFile)(launch.command, [`@${file}`], {
      env: launch.env,
      cwd: context.dataDirectory,
      timeout: 60_000,
    });
  } finally {
    await rm(file);
  }
}

function security(paths: StackPaths): string {
  return renderTemplate('kafka-tls.properties', {
    keystore: identityFile(paths, 'kafka'),
    truststore: caFile(paths),
    username: loginName,
    password: readCredential(paths, 'kafka-password'),
  });
}
