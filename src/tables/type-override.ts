import { type CanonicalCodec } from './canonical/codec.js';
import { type TypeMapping, type TypeOverride } from './type-mapping.js';

/**
 * The mapping of a column whose PostgreSQL type the definition has chosen. Values are still read, ordered and compared
 * as those of the CQL type's own: the chosen type is only how they are kept.
 */
export function overriddenMapping(mapping: TypeMapping, postgresql: string): TypeMapping {
  const { fromEvent, serialised } = mapping;
  const override = typeOverride(mapping.postgresql, postgresql);
  return {
    postgresql,
    ...(fromEvent === undefined ? {} : { fromEvent: (value) => override.fromOwn(fromEvent(value)) }),
    serialised: (value) => serialised(override.toOwn(value)),
    override,
  };
}

/** Compares what the own type makes of the kept value: what the chosen type cannot keep is a difference. */
export function overriddenCodec(codec: CanonicalCodec, { toOwn }: TypeOverride): CanonicalCodec {
  return { ...codec, sql: (column) => codec.sql(toOwn(column)) };
}

/** SQL: text that a codec has written → value of the target column. */
export function fromLiteral({ postgresql, override }: Pick<TypeMapping, 'postgresql' | 'override'>, text: string) {
  return override === undefined ? `${text}::${postgresql}` : override.fromOwn(`${text}::${override.own}`);
}

/** Why a type cannot be chosen in place of the own one; undefined if it can. */
export function overrideProblem(own: string, chosen: string): string | undefined {
  const dependsOnSession = own === 'timestamptz[]' || (isZoned(chosen) && own !== 'timestamptz');
  return dependsOnSession ? `a cast from ${own} to ${chosen} depends on the time zone of the session` : undefined;
}

/** Every cast is explicit: it cuts and rounds what is too long or too precise. */
function typeOverride(own: string, chosen: string): TypeOverride {
  if (own === 'timestamptz' && !isZoned(chosen)) {
    return {
      own,
      fromOwn: (value) => `((${value}) at time zone 'UTC')::${chosen}`,
      toOwn: (value) => `((${value})::timestamp at time zone 'UTC')`,
    };
  }
  return { own, fromOwn: (value) => `(${value})::${chosen}`, toOwn: (value) => `((${value})::${own})` };
}

function isZoned(type: string): boolean {
  return /^time(stamp)?(tz| with time zone)/i.test(type);
}
