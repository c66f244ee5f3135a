import { Agent } from 'node:https';
import axios, { type AxiosAdapter, type AxiosInstance, isAxiosError } from 'axios';
import { codeOf, messageOf, OperatorError } from '../errors.js';
import { traced } from '../traced.js';
import { tlsFailure } from './tls-failure.js';
import { tlsOptions, type TlsSettings } from './tls.js';

/** An HTTP API and how cdcctl is let in. */
export interface HttpAddress {
  url: string;
  tls?: TlsSettings;
  /** Basic authentication. */
  username?: string;
  password?: string;
  /** Bearer authentication. */
  token?: string;
}

export interface HttpOptions {
  address: HttpAddress;
  /** As it stands in errors: "Kafka Connect". */
  system: string;
  /** The field of the definition that holds the address. */
  field: string;
  /** The field that has the settings of TLS. */
  tlsField: string;
  /** The fields that have the login, where the system has one. */
  loginFields?: string;
  timeoutMs?: number;
}

/** A JSON client whose failures are operator errors that name the system and its address. */
export function httpClient(options: HttpOptions): AxiosInstance {
  const { address } = options;
  const { username, password = '', token } = address;
  const client = axios.create({
    baseURL: address.url.replace(/\/$/, ''),
    timeout: options.timeoutMs ?? 30_000,
    proxy: false,
    adapter: tracedAdapter(options.system),
    httpsAgent: httpsAgent(address.tls, options.tlsField),
    headers: { Accept: 'application/json', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    ...(username === undefined ? {} : { auth: { username, password } }),
  });
  client.interceptors.response.use(undefined, (error: unknown) => {
    throw httpFailure(error, options);
  });
  return client;
}

/** Sends requests as axios does, each as a span whose trace the system is told. */
function tracedAdapter(system: string): AxiosAdapter {
  const send = axios.getAdapter('http');
  return (config) => {
    // Axios tells what is wrong with an address.
    if (!URL.canParse(config.baseURL ?? '')) return send(config);
    const method = (config.method ?? 'get').toUpperCase();
    const { origin, pathname, protocol, hostname, port } = new URL(config.baseURL ?? '');
    const attributes = {
      'http.request.method': method,
      'url.full': `${origin}${pathname.replace(/\/$/, '')}${config.url ?? ''}`,
      'server.address': hostname,
      'server.port': Number(port || (protocol === 'https:' ? 443 : 80)),
    };
    const carry = (headers: Record<string, string>) => void config.headers.set(headers);
    return traced({ name: `${method} ${system}`, kind: 'client', attributes, carry }, async (note) => {
      try {
        const answer = await send(config);
        note({ 'http.response.status_code': answer.status });
        return answer;
      } catch (error) {
        if (isAxiosError(error) && error.response !== undefined) {
          note({ 'http.response.status_code': error.response.status });
        }
        throw error;
      }
    });
  };
}

/** The connections of an HTTP client; without settings, TLS is spoken as Node.js does by default. */
export function httpsAgent(tls: TlsSettings | undefined, field: string): Agent {
  return new Agent({ keepAlive: true, ...(tls === undefined ? {} : tlsOptions(tls, field)) });
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

function httpFailure(error: unknown, options: HttpOptions): unknown {
  const { system, field, tlsField, loginFields } = options;
  const { url } = options.address;
  if (!isAxiosError(error)) return error;
  if (error.response === undefined) {
    const failure = tlsFailure(error, { system, resource: url, field: tlsField });
    if (failure !== undefined) return failure;
    return new OperatorError({
      kind: 'unreachable',
      message: `cannot reach ${system}: ${messageOf(error.cause ?? error)}${codeOf(error) === undefined ? '' : ` (${codeOf(error)})`}`,
      resource: url,
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
    resource: `${error.config?.method?.toUpperCase() ?? ''} ${url}${error.config?.url ?? ''}`,
    ...(unauthorised && loginFields !== undefined ? { hint: `check ${loginFields}` } : {}),
    cause: error,
  });
}

function answerOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'message' in data) return String(data.message);
  return (typeof data === 'string' ? data : JSON.stringify(data)).slice(0, 500);
}
