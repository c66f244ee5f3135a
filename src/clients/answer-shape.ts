import { Ajv, type ValidateFunction } from 'ajv';
import { type AxiosResponse } from 'axios';
import { OperatorError } from '../errors.js';

/** What a body must be, as a JSON Schema; fields that it does not name may be anything. */
export type BodySchema = Record<string, unknown>;

/** What the answer of a server has in its body, where it is that server: a proxy's page of errors may come with 200, too. */
export class AnswerShape<T> {
  private validate: ValidateFunction<T> | undefined;

  /** @param system as it stands in errors: "Kafka Connect" */
  constructor(
    private readonly system: string,
    private readonly schema: BodySchema,
  ) {}

  /**
   * The body of an answer.
   * @throws OperatorError (unreachable) for a body that is something else
   */
  of({ data, config }: Pick<AxiosResponse<unknown>, 'data' | 'config'>): T {
    // Compiled when it is needed: a command asks a few of all questions.
    const validate = (this.validate ??= new Ajv({ allowUnionTypes: true }).compile<T>(this.schema));
    if (validate(data)) return data;
    const [error] = validate.errors ?? [];
    const place = error?.instancePath ? `${error.instancePath} ` : 'it ';
    throw new OperatorError({
      kind: 'unreachable',
      resource: `${config.method?.toUpperCase() ?? ''} ${config.baseURL ?? ''}${config.url ?? ''}`,
      message: `the answer is not one of ${this.system}: ${place}${error?.message}`,
      hint: 'look at what answers at this address: another service, or a proxy with a page of its own',
    });
  }
}

export const text = { type: 'string' };

export function listOf(items: BodySchema): BodySchema {
  return { type: 'array', items };
}

export function mapOf(values: BodySchema): BodySchema {
  return { type: 'object', additionalProperties: values };
}

/** An object with fields that must be there, and fields that may be. */
export function objectOf(required: BodySchema, optional: BodySchema = {}): BodySchema {
  return { type: 'object', required: Object.keys(required), properties: { ...required, ...optional } };
}
