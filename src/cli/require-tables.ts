import { OperatorError } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';

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
