import { type Admin } from 'kafkajs';
import { type Client } from 'pg';
import { withKafkaAdmin } from '../clients/kafka.js';
import { type KafkaReader, withKafkaReader } from '../clients/kafka-reader.js';
import { withPostgres } from '../clients/postgres.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { readKeyColumns } from './key-columns.js';
import { requireLedger } from './ledger.js';
import { type LetterContext } from './topic-letter.js';

/** Where dead letters are kept, connected. */
export interface LetterSystems extends LetterContext {
  kafka: Admin;
  reader: KafkaReader;
  /** Has the ledger. */
  postgres: Client;
  /** Reads letters, while `postgres` is used for something else. */
  letters: Client;
}

/** @throws OperatorError for a system that cannot be reached, and where the pipeline was not deployed */
export async function withLetterSystems<T>(
  pipeline: Pipeline,
  use: (systems: LetterSystems) => Promise<T>,
): Promise<T> {
  const { postgresql, kafka } = pipeline;
  return withPostgres(postgresql, (postgres) =>
    withPostgres(postgresql, async (letters) => {
      await requireLedger(postgres, pipeline);
      const keyColumns = await readKeyColumns(postgres, pipeline);
      return withKafkaAdmin(kafka, (admin) =>
        withKafkaReader(kafka, (reader) => use({ pipeline, keyColumns, kafka: admin, reader, postgres, letters })),
      );
    }),
  );
}
