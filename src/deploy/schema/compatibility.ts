import { type RegistryClient } from '../../clients/registry.js';
import { OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { valueSubjectOf } from '../../tables/names.js';
import { flatColumns, type ReplicatedTable } from '../../tables/replicated-table.js';

interface AvroRecord {
  type: 'record';
  fields: { name: string; type: unknown; default?: unknown }[];
}

/** What Flatten makes of a cell. */
const cellFields = ['value', 'deletion_ts', 'set'];

/**
 * Asks the registry whether the source may register the schema that it will have with the table's columns: those that
 * are new may be null, those that are gone are left out.
 * @throws OperatorError (finding) where the subject's compatibility level forbids it
 */
export async function checkCompatibility(
  registry: RegistryClient,
  pipeline: Pipeline,
  table: ReplicatedTable,
): Promise<void> {
  const subject = valueSubjectOf(pipeline, table.settings);
  const latest = await registry.latestSchema(subject);
  if (latest === undefined) return;
  const candidate = withColumns(JSON.parse(latest) as AvroRecord, table);
  if (await registry.isCompatible(subject, JSON.stringify(candidate))) return;
  throw new OperatorError({
    kind: 'finding',
    resource: `subject ${subject}`,
    message: `the registry refuses the schema that the source would register: it is not ${pipeline.schemaRegistry.compatibility} compatible`,
    hint: 'a column that was dropped and added again with another type needs another name: see spec.tables[].columns.exclude',
  });
}

function withColumns(latest: AvroRecord, table: ReplicatedTable): AvroRecord {
  const isCellField = ({ name }: { name: string }) =>
    cellFields.some((suffix) => name.endsWith(`_${suffix}`)) && !name.startsWith('__');
  const wanted = flatColumns(table).flatMap((name) => cellFields.map((suffix) => `${name}_${suffix}`));
  const kept = latest.fields.filter((field) => !isCellField(field) || wanted.includes(field.name));
  const added = wanted
    .filter((name) => latest.fields.every((field) => field.name !== name))
    .map((name) => ({ name, type: ['null', avroType(name)], default: null }));
  return { ...latest, fields: [...kept, ...added] };
}

/** A field that is new may have any type: compatibility looks at those that both schemas have. */
function avroType(field: string): string {
  return field.endsWith('_set') ? 'boolean' : field.endsWith('_deletion_ts') ? 'long' : 'string';
}
