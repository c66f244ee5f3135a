import axios, { type AxiosInstance, isAxiosError } from 'axios';
import { codeOf, messageOf, OperatorError } from '../errors.js';

export interface HttpOptions {
  baseUrl: string;
  /** As it stands in errors: "Kafka Connect". */
  system: string;
  /** The field of the definition that holds the address. */
  field: string;
  timeoutMs?: number;
}

/** A JSON client whose failures are operator errors that name the system and its address. */
export function httpClient(options: HttpOptions): AxiosInstance {
  const client = axios.create({
    baseURL: options.baseUrl.replace(/\/$/, ''),
    timeout: options.timeoutMs ?? 30_000,
    proxy: false,
    headers: { Accept: 'application/json' },
  });
  client.interceptors.response.use(undefined, (error: unknown) => {
    throw httpFailure(error, options);
  });
  return client;
}

/** A server's answer that is not a success. */
export class HttpError extends OperatorError {
  constructor(
    readonly status: number,
    details: ConstructorParameters<typeof OperatorError>[0],
  ) {
    super(details);
    this.name = 'HttpError';
  }
}

/** `undefined` instead of a 404. */
export async function unlessMissing<T>(request: Promise<T>): Promise<T | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof HttpError && error.status === 404) return undefined;
    throw error;
  }
}

function httpFailure(error: unknown, { baseUrl, system, field }: HttpOptions): unknown {
  if (!isAxiosError(error)) return error;
  if (error.response === undefined) {
    return new OperatorError({
      kind: 'unreachable',
      message: `cannot reach ${system}: ${messageOf(error.cause ?? error)}${codeOf(error) === undefined ? '' : ` (${codeOf(error)})`}`,
      resource: baseUrl,
      hint: `check ${field}; \`cdcctl ps\` shows the local stack`,
      cause: error,
    });
  }
  const { status } = error.response;
  const data: unknown = error.response.data;
  const unauthorised = status === 401 || status === 403;
  return new HttpError(status, {
    kind: unauthorised ? 'unauthorised' : status >= 500 ? 'unreachable' : 'invalid',
    message: `${system} answered ${status}: ${answerOf(data)}`,
    resource: `${error.config?.method?.toUpperCase() ?? ''} ${baseUrl}${error.config?.url ?? ''}`,
    cause: error,
  });
}

function answerOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'message' in data) return String(data.message);
  return (typeof data === 'string' ? data : JSON.stringify(data)).slice(0, 500);
}
