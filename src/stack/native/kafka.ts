import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { classPath, cleanEnvironment, commonFlags } from './jvm.js';
import { type Launch, type NativeContext, type NativeService } from './native-service.js';
import { renderTemplate } from './template.js';

export const kafka: NativeService = {
  programs: ['java'],
  stopSignal: 'SIGTERM',
  plan: (context) => {
    const { paths, ports, artifacts, dataDirectory } = context;
    const config = join(paths.config, 'kafka.properties');
    const log4j = join(paths.config, 'kafka-log4j.properties');
    return {
      command: context.java,
      args: [
        ...commonFlags(context),
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
        [config]: renderTemplate('kafka.properties', {
          data: dataDirectory,
          port: ports.kafka,
          controllerPort: ports['kafka-controller'],
        }),
        [log4j]: renderTemplate('kafka-log4j.properties'),
      },
    };
  },
  prepare: formatStorage,
};

/** A KRaft broker starts only in a formatted directory. */
async function formatStorage(context: NativeContext, launch: Launch): Promise<void> {
  if (existsSync(join(context.dataDirectory, 'meta.properties'))) return;
  const clusterId = randomBytes(16).toString('base64url');
  const config = launch.args.at(-1) ?? '';
  await promisify(execFile)(
    launch.command,
    [
      ...['-Xmx128m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', classPath(context.artifacts.kafka)],
      ...['kafka.tools.StorageTool', 'format', '--ignore-formatted', '-t', clusterId, '-c', config],
    ],
    { env: launch.env, cwd: context.dataDirectory, timeout: 60_000 },
  );
}
