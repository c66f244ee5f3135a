import { type CassandraAddress } from '../clients/cassandra.js';
import { type HttpAddress } from '../clients/http.js';
import { type KafkaAddress } from '../clients/kafka.js';
import { type PostgresAddress } from '../clients/postgres.js';
import { type TlsSettings } from '../clients/tls.js';

/** Where the services of a stack are, and how they are logged in to. */
export interface StackAddresses {
  cassandra: CassandraAddress;
  kafka: KafkaAddress;
  registry: HttpAddress;
  connect: HttpAddress;
  postgresql: PostgresAddress;
  vault: { url: string; tls?: TlsSettings };
  alertmanager: HttpAddress;
  prometheus: HttpAddress;
  jaeger: HttpAddress;
  metrics: HttpAddress;
}

/** @param environment the variables that `cdcctl env` exports */
export function stackAddresses(environment: Record<string, string | undefined>): StackAddresses {
  const text = (name: string): string => environment[name] ?? '';
  const tls = tlsOf(environment);
  const login = environment.CASSANDRA_USER;
  return {
    cassandra: {
      contactPoints: text('CASSANDRA_CONTACT_POINTS').split(','),
      localDataCenter: text('CASSANDRA_LOCAL_DC'),
      ...(login === undefined ? {} : { username: login, password: text('CASSANDRA_PASSWORD') }),
      ...tls,
    },
    kafka: {
      bootstrapServers: text('KAFKA_BOOTSTRAP_SERVERS').split(','),
      ...(environment.KAFKA_USER === undefined
        ? {}
        : { sasl: { mechanism: 'scram-sha-512', username: text('KAFKA_USER'), password: text('KAFKA_PASSWORD') } }),
      ...tls,
    },
    registry: { url: text('SCHEMA_REGISTRY_URL'), ...tls },
    connect: { url: text('CONNECT_URL'), ...tls },
    postgresql: {
      host: text('POSTGRES_HOST'),
      port: Number(text('POSTGRES_PORT')),
      database: text('POSTGRES_DB'),
      username: text('POSTGRES_USER'),
      password: text('POSTGRES_PASSWORD'),
      ...tls,
    },
    vault: { url: text('VAULT_ADDR'), ...tls },
    alertmanager: { url: text('ALERTMANAGER_URL') },
    prometheus: { url: text('PROMETHEUS_URL') },
    jaeger: { url: text('JAEGER_URL') },
    metrics: { url: text('CDC_METRICS_URL') },
  };
}

function tlsOf({ CDC_TLS_CA_FILE: caFile, CDC_TLS_FILE: file }: Record<string, string | undefined>): {
  tls?: TlsSettings;
} {
  if (caFile === undefined || file === undefined) return {};
  return { tls: { caFile, certificateFile: file, keyFile: file, verifyHostname: true, minVersion: 'TLSv1.3' } };
}
