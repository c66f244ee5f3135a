import { type ExamplePipeline } from '../support/example-pipeline.js';

/** With a drop the node begins another segment of its commit log. */
export async function endSegment({ cql }: ExamplePipeline): Promise<void> {
  await cql('CREATE TABLE warehouse.passing (id int PRIMARY KEY)');
  await cql('DROP TABLE warehouse.passing');
}
