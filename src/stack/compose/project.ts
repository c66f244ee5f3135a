import { createHash } from 'node:crypto';
import { OperatorError } from '../../errors.js';
import { type StackPaths } from '../directory.js';
import { type StackState } from '../state.js';
import { tracingOptions } from '../tracing-options.js';
import { type ComposeProject, findCompose } from './compose-client.js';

/** Paths of the Cassandra node, as the worker beside it sees them. */
export const composeNode = {
  CASSANDRA_CONFIG: '/etc/cassandra/cassandra.yaml',
  CASSANDRA_DRIVER_CONFIG: '/etc/cassandra/driver.conf',
  CDC_RELOCATION_DIR: '/var/lib/cassandra/cdc_relocation',
  CDC_OFFSET_DIR: '/var/lib/cassandra/cdc_offsets',
};

/** In the network of the containers, where Jaeger has its own port. */
const tracesOfConnect = tracingOptions({
  jar: '/opt/kafka-connect/opentelemetry-javaagent.jar',
  serviceName: 'kafka-connect',
  otlpPort: 4318,
});

/**
 * The Compose project of a stack.
 * @throws OperatorError (invalid) where Docker or its Compose is missing.
 */
export async function openProject(
  paths: StackPaths,
  state: Pick<StackState, 'ports' | 'observability'>,
  env: Record<string, string | undefined>,
): Promise<ComposeProject> {
  const program = await findCompose(env);
  if (typeof program !== 'string') return { program, env: { ...env, ...composeVariables(paths, state) } };
  throw new OperatorError({
    kind: 'invalid',
    message: `the stack cannot run as containers: ${program}`,
    hint: 'install Docker with its Compose plugin and start it; or run processes: cdcctl up --runtime native',
  });
}

/** What compose.yaml is to be read with; the user of the services is whoever runs this, since files are shared. */
export function composeVariables(
  paths: StackPaths,
  { ports, observability = false }: Pick<StackState, 'ports' | 'observability'>,
): Record<string, string> {
  const digest = createHash('sha256').update(paths.directory).digest('hex').slice(0, 8);
  return {
    COMPOSE_PROJECT_NAME: `cdcctl-${digest}`,
    COMPOSE_PROFILES: observability ? 'observability' : '',
    CASSANDRA_PORT: String(ports.cassandra),
    KAFKA_PORT: String(ports.kafka),
    REGISTRY_PORT: String(ports.registry),
    POSTGRES_PORT: String(ports.postgresql),
    VAULT_PORT: String(ports.vault),
    CONNECT_PORT: String(ports.connect),
    CDC_HEALTH_PORT: String(ports['source-health']),
    METRICS_PORT: String(ports.metrics),
    PROMETHEUS_PORT: String(ports.prometheus),
    ALERTMANAGER_PORT: String(ports.alertmanager),
    GRAFANA_PORT: String(ports.grafana),
    JAEGER_PORT: String(ports.jaeger),
    OTLP_PORT: String(ports['jaeger-otlp']),
    CDCCTL_CREDENTIALS: paths.config,
    CDCCTL_USER: `${process.getuid?.() ?? 999}:${process.getgid?.() ?? 999}`,
    CDC_SECRETS_DIR: paths.secrets,
    CDC_SECRETS_VOLUME: paths.secrets,
    CDC_CONNECT_JAVA_OPTIONS: observability ? tracesOfConnect.join(' ') : '',
  };
}
