import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { identityFile } from '../tls/files.js';
import { fingerprint } from './fingerprint.js';
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
        ...(context.tls
          ? {
              QUARKUS_HTTP_INSECURE_REQUESTS: 'disabled',
              QUARKUS_HTTP_SSL_PORT: String(context.ports.registry),
              QUARKUS_HTTP_SSL_PROTOCOLS: 'TLSv1.3',
              QUARKUS_HTTP_SSL_CERTIFICATE_FILES: identityFile(context.paths, 'registry'),
              QUARKUS_HTTP_SSL_CERTIFICATE_KEY_FILES: identityFile(context.paths, 'registry'),
            }
          : { QUARKUS_HTTP_PORT: String(context.ports.registry) }),
        // Without a file the schemas would go with the process.
        REGISTRY_DATASOURCE_URL: `jdbc:h2:file:${join(context.dataDirectory, 'registry')}`,
        REGISTRY_LOG_LEVEL: 'WARN',
      },
      files: {},
      ...fingerprint(context, 'registry'),
    };
  },
};
