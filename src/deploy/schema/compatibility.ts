import { type RegistryClient } from '../../clients/registry.js';
import { OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { valueSubjectOf } from '../../tables/names.js';
import { flatColumns, type ReplicatedTable } from '../../tables/replicated-table.js';
import { type Obstacle, type SettingChange } from '../change.js';

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
  if (await registry.isCompatible(subject, nextSchema({ subject, latest }, table).candidate)) return;
  const { reason, hint } = incompatibility(pipeline.schemaRegistry.compatibility);
  throw new OperatorError({ kind: 'finding', resource: `subject ${subject}`, message: reason, hint });
}

/** Why the registry would refuse what the source is going to register, at a compatibility level. */
export function incompatibility(level: string): Obstacle {
  return {
    reason: `the registry refuses the schema that the source would register: it is not ${level} compatible`,
    hint: 'a column that was dropped and added again with another type needs another name: see spec.tables[].columns.exclude',
  };
}

/**
 * The schema after the newest one of a subject, for the columns that a table has now, and the fields in which it differs.
 * @throws OperatorError (finding) where the newest one is none that the source has registered
 */
export function nextSchema(
  { subject, latest }: { subject: string; latest: string },
  table: ReplicatedTable,
): { candidate: string; settings: SettingChange[] } {
  const schema = recordIn(latest);
  if (schema === undefined) {
    throw new OperatorError({
      kind: 'finding',
      resource: `subject ${subject}`,
      message: 'the newest schema is no record of Avro, and the source registers nothing else',
      hint: 'look who else registers schemas there; where nobody reads them any more, delete the subject',
    });
  }
  const isCellField = ({ name }: { name: string }) =>
    cellFields.some((suffix) => name.endsWith(`_${suffix}`)) && !name.startsWith('__');
  const wanted = flatColumns(table).flatMap((name) => cellFields.map((suffix) => `${name}_${suffix}`));
  const isKept = (field: { name: string }) => !isCellField(field) || wanted.includes(field.name);
  const added = wanted
    .filter((name) => schema.fields.every((field) => field.name !== name))
    .map((name) => ({ name, type: ['null', avroType(name)], default: null }));
  const removed = schema.fields.filter((field) => !isKept(field));
  return {
    candidate: JSON.stringify({ ...schema, fields: [...schema.fields.filter(isKept), ...added] }),
    settings: [
      ...removed.map(({ name, type }) => ({ name: `field ${name}`, from: JSON.stringify(type), to: null })),
      ...added.map(({ name, type }) => ({ name: `field ${name}`, from: null, to: JSON.stringify(type) })),
    ],
  };
}

/** Undefined for a text that is something else. */
function recordIn(text: string): AvroRecord | undefined {
  try {
    const schema = Object(JSON.parse(text)) as Partial<Record<keyof AvroRecord, unknown>>;
    const { type, fields } = schema;
    return type === 'record' && Array.isArray(fields) && fields.every(hasName) ? (schema as AvroRecord) : undefined;
  } catch {
    return undefined;
  }
}

function hasName(field: unknown): boolean {
  return typeof (Object(field) as { name?: unknown }).name === 'string';
}

/** A field that is new may have any type: compatibility looks at those that both schemas have. */
function avroType(field: string): string {
  return field.endsWith('_set') ? 'boolean' : field.endsWith('_deletion_ts') ? 'long' : 'string';
}
