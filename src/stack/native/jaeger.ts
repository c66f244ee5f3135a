import { artifactSets } from '../artifacts.js';
import { findProgram } from '../find-program.js';
import { cleanEnvironment } from './jvm.js';
import { type NativeService } from './native-service.js';

/** What it can also do, and nobody asks it to: it must not listen on all interfaces for that. */
const unusedListeners = [
  'admin.http.host-port',
  'collector.grpc-server.host-port',
  'collector.http-server.host-port',
  'collector.otlp.grpc.host-port',
  'http-server.host-port',
  'processor.jaeger-binary.server-host-port',
  'processor.jaeger-compact.server-host-port',
  'processor.zipkin-compact.server-host-port',
  'query.grpc-server.host-port',
];

export const jaeger: NativeService = {
  programs: artifactSets.jaeger.programs,
  stopSignal: 'SIGTERM',
  plan: (context) => {
    const { ports, artifacts } = context;
    return {
      command: findProgram(artifacts.jaeger, artifactSets.jaeger.programs) ?? artifactSets.jaeger.programs[0],
      args: [
        `--query.http-server.host-port=127.0.0.1:${ports.jaeger}`,
        '--collector.otlp.enabled=true',
        `--collector.otlp.http.host-port=127.0.0.1:${ports['jaeger-otlp']}`,
        ...unusedListeners.map((name) => `--${name}=127.0.0.1:0`),
        // They are kept in memory.
        '--memory.max-traces=20000',
      ],
      env: cleanEnvironment(context),
      files: {},
    };
  },
};
