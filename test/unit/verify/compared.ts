import { RecordWriter } from '../../../src/tables/canonical/record.js';
import { replicateTable } from '../../../src/tables/replicated-table.js';
import { comparedTable, type ComparedTable } from '../../../src/verify/compared-table.js';
import { tableSettings, testPipeline } from '../../support/pipeline.js';
import { tableOf, type TableSpec } from '../../support/table-spec.js';

/** A table as `verify` compares it; the keyspace is `shop`. */
export function comparedOf(spec: TableSpec, columns?: string[]): ComparedTable {
  const settings = tableSettings(spec.name);
  const pipeline = testPipeline('shop', [settings]);
  return comparedTable(pipeline, replicateTable(pipeline, tableOf(spec), settings), columns);
}

/** A record of texts, as PostgreSQL's record_send writes it. */
export function recordOf(texts: Buffer[]): Buffer {
  const writer = new RecordWriter(texts.map(() => 25));
  return Buffer.from(writer.bytes.subarray(0, writer.write(texts)));
}
