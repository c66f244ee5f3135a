import { OperatorError } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type OpenPipeline } from './open-pipeline.js';

/** @throws OperatorError (invalid) for names of `--table` that none of the pipelines has */
export function requireTables(pipelines: Pipeline[], names: string[]): void {
  const known = pipelines.flatMap(({ tables }) => tables.map(({ name }) => name));
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new OperatorError({
    kind: 'invalid',
    message: `no pipeline has the table ${unknown.join(', ')}`,
    hint: `there are: ${known.join(', ')}`,
  });
}

/** The pipeline with the tables of `--table` alone; with all of them where the flag is not given. */
export function selectTables(open: OpenPipeline, names: string[]): OpenPipeline {
  return names.length === 0
    ? open
    : { ...open, tables: open.tables.filter(({ source }) => names.includes(source.name)) };
}
