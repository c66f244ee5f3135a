import { Agent } from 'node:https';
import axios, { AxiosError, type AxiosAdapter, type AxiosInstance, isAxiosError } from 'axios';
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

/** Of one answer: the configurations of thousands of connectors are smaller. */
const mostBytes = 64 * 1024 * 1024;

/** Of an answer in an error, in characters: Connect names all that is wrong with a configuration. */
const longestText = 4000;

/** A JSON client whose failures are operator errors that name the system and its address. */
export function httpClient(options: HttpOptions): AxiosInstance {
  const { address } = options;
  const { username, password = '', token } = address;
  const timeoutMs = options.timeoutMs ?? 30_000;
  const client = axios.create({
    baseURL: address.url.replace(/\/$/, ''),
    timeout: timeoutMs,
    maxContentLength: mostBytes,
    proxy: false,
    adapter: tracedAdapter(options.system),
    httpsAgent: httpsAgent(address.tls, options.tlsField),
    headers: { Accept: 'application/json', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) },
    ...(username === undefined ? {} : { auth: { username, password } }),
  });
  // The timeout of axios is for silence: a server that sends a byte now and then would never be waited for enough.
  client.interceptors.request.use((config) => Object.assign(config, { signal: AbortSignal.timeout(timeoutMs) }));
  client.interceptors.response.use(undefined, (error: unknown) => {
    throw httpFailure(error, options, timeoutMs);
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

function httpFailure(error: unknown, options: HttpOptions, timeoutMs: number): unknown {
  const { system, field, tlsField, loginFields } = options;
  const { url } = options.address;
  if (!isAxiosError(error)) return error;
  if (error.response === undefined) {
    const failure = tlsFailure(error, { system, resource: url, field: tlsField });
    if (failure !== undefined) return failure;
    const isLate = error.code === AxiosError.ERR_CANCELED;
    const code = codeOf(error) === undefined ? '' : ` (${codeOf(error)})`;
    const reason = isLate
      ? `no whole answer within ${timeoutMs / 1000} s`
      : `${messageOf(error.cause ?? error)}${code}`;
    return new OperatorError({
      kind: 'unreachable',
      message: `cannot reach ${system}: ${reason}`,
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
  const { message } = Object(data) as { message?: unknown };
  // Axios has nothing for a body that broke off.
  const text = [message, data].find((one) => typeof one === 'string') ?? JSON.stringify(data ?? null);
  return text.slice(0, longestText);
}
