import { type Pipeline } from '../../src/pipeline/pipeline.js';
import { type ReplicatedTable, replicateTable } from '../../src/tables/replicated-table.js';
import { tableSettings, testPipeline } from './pipeline.js';
import { tableOf } from './table-spec.js';

/** A pipeline with one small table. */
export function usersOfShop(): { pipeline: Pipeline; table: ReplicatedTable } {
  const settings = tableSettings('users');
  const pipeline = testPipeline('shop', [settings]);
  const users = tableOf({ name: 'users', partitionKey: { id: 'int' }, regulars: { email: 'text' } });
  return { pipeline, table: replicateTable(pipeline, users, settings) };
}
