import { type AxiosResponse } from 'axios';
import { OperatorError } from '../errors.js';
import { JsonShape, type ShapeSchema } from '../json-shape.js';

/** What the answer of a server has in its body, where it is that server: a proxy's page of errors may come with 200, too. */
export class AnswerShape<T> {
  private readonly shape: JsonShape<T>;

  /** @param system as it stands in errors: "Kafka Connect" */
  constructor(
    private readonly system: string,
    schema: ShapeSchema,
  ) {
    this.shape = new JsonShape(schema);
  }

  /**
   * The body of an answer.
   * @throws OperatorError (unreachable) for a body that is something else
   */
  of({ data, config }: Pick<AxiosResponse<unknown>, 'data' | 'config'>): T {
    if (this.shape.holds(data)) return data;
    throw new OperatorError({
      kind: 'unreachable',
      resource: `${config.method?.toUpperCase() ?? ''} ${config.baseURL ?? ''}${config.url ?? ''}`,
      message: `the answer is not one of ${this.system}: ${this.shape.problemOf(data)}`,
      hint: 'look at what answers at this address: another service, or a proxy with a page of its own',
    });
  }
}
