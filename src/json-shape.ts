import { Ajv, type ValidateFunction } from 'ajv';

/** A JSON Schema; fields that it does not name may be anything. */
export type ShapeSchema = Record<string, unknown>;

/** What a value of JSON from elsewhere must be: the answer of a server, a file that was written before. */
export class JsonShape<T> {
  private validate: ValidateFunction<T> | undefined;

  constructor(private readonly schema: ShapeSchema) {}

  /** Whether a value has the shape. */
  holds(value: unknown): value is T {
    // Compiled when it is needed: a command asks for few of all shapes.
    this.validate ??= new Ajv({ allowUnionTypes: true }).compile<T>(this.schema);
    return this.validate(value);
  }

  /** In words, where a value that does not hold is wrong: `/tasks/0/state must be string`. */
  problemOf(value: unknown): string {
    if (this.holds(value)) return '';
    const [error] = this.validate?.errors ?? [];
    return `${error?.instancePath || 'it'} ${error?.message}`;
  }
}

export const text = { type: 'string' };
export const textOrNull = { type: ['string', 'null'] };
export const wholeNumber = { type: 'integer', minimum: 0 };

export function listOf(items: ShapeSchema): ShapeSchema {
  return { type: 'array', items };
}

export function mapOf(values: ShapeSchema): ShapeSchema {
  return { type: 'object', additionalProperties: values };
}

/** An object with fields that must be there, and fields that may be. */
export function objectOf(required: ShapeSchema, optional: ShapeSchema = {}): ShapeSchema {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } };
}

export function orNull(schema: ShapeSchema): ShapeSchema {
  return { anyOf: [{ type: 'null' }, schema] };
}
