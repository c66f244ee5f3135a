import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cleanEnvironment, commonFlags } from './jvm.js';
import { type NativeService } from './native-service.js';

export const registry: NativeService = {
  programs: ['java'],
  stopSignal: 'SIGTERM',
  plan: (context) => {
    const directory = context.artifacts.registry;
    const jar = readdirSync(directory).find((name) => name.endsWith('-runner.jar')) ?? 'runner.jar';
    return {
      command: context.java,
      args: [
        ...commonFlags(context),
        '-Xms64m',
        '-Xmx256m',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        '-jar',
        join(directory, jar),
      ],
      env: {
        ...cleanEnvironment(context),
        QUARKUS_HTTP_HOST: '127.0.0.1',
        QUARKUS_HTTP_PORT: String(context.ports.registry),
        // Without a file the schemas would go with the process.
        REGISTRY_DATASOURCE_URL: `jdbc:h2:file:${join(context.dataDirectory, 'registry')}`,
        REGISTRY_LOG_LEVEL: 'WARN',
      },
      files: {},
    };
  },
};
