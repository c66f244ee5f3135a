import { type Admin } from 'kafkajs';
import { type Client } from 'pg';
import { type ConnectClient, connectClients } from '../clients/connect.js';
import { withKafkaAdmin } from '../clients/kafka.js';
import { withKafkaReader } from '../clients/kafka-reader.js';
import { withPostgres } from '../clients/postgres.js';
import { RegistryClient } from '../clients/registry.js';
import { SinkProgressReader } from '../clients/sink-progress.js';
import { type Pipeline } from '../pipeline/pipeline.js';

/** The systems in which a pipeline lives, connected. */
export interface LiveSystems {
  kafka: Admin;
  /** What the sinks have still to do. */
  sinkProgress: SinkProgressReader;
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
    withKafkaAdmin(pipeline.kafka, (kafka) =>
      withKafkaReader(pipeline.kafka, (reader) =>
        use({
          kafka,
          sinkProgress: new SinkProgressReader(kafka, reader, pipeline.deadLetters.topic),
          postgres,
          registry: new RegistryClient(pipeline.schemaRegistry),
          connect: connectClients(pipeline.connect, signal),
        }),
      ),
    ),
  );
}
