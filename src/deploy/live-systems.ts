import { type Admin } from 'kafkajs';
import { type Client } from 'pg';
import { ConnectClient } from '../clients/connect.js';
import { withKafkaAdmin } from '../clients/kafka.js';
import { withPostgres } from '../clients/postgres.js';
import { RegistryClient } from '../clients/registry.js';
import { type Pipeline } from '../pipeline/pipeline.js';

/** The systems in which a pipeline lives, connected. */
export interface LiveSystems {
  kafka: Admin;
  postgres: Client;
  registry: RegistryClient;
  /** One client for each Connect cluster. */
  connect: (url: string) => ConnectClient;
}

export async function withLiveSystems<T>(
  pipeline: Pipeline,
  signal: AbortSignal | undefined,
  use: (live: LiveSystems) => Promise<T>,
): Promise<T> {
  return withPostgres(pipeline.postgresql, (postgres) =>
    withKafkaAdmin(pipeline.kafka.bootstrapServers, (kafka) =>
      use({
        kafka,
        postgres,
        registry: new RegistryClient(pipeline.schemaRegistry.url),
        connect: (url) => new ConnectClient(url, signal),
      }),
    ),
  );
}
