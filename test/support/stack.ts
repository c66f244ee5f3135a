import { type AxiosInstance } from 'axios';
import { type ClientConfig } from 'pg';
import { addressConfig } from '../../src/clients/postgres.js';
import { httpClient } from '../../src/clients/http.js';
import { type StackAddresses, stackAddresses } from '../../src/stack/addresses.js';

/** Where the services of the test run's stack are, and how they are logged in to. */
export function stackOfTests(): StackAddresses {
  return stackAddresses(process.env);
}

/** For what no client of cdcctl asks; fails for every answer that is none of success. */
export function httpOfStack(system: 'connect' | 'registry'): AxiosInstance {
  return httpClient({ address: stackOfTests()[system], system, field: '', tlsField: '' });
}

/** For logins of a test's own. */
export function postgresOfStack(): ClientConfig {
  return addressConfig(stackOfTests().postgresql);
}

/** Where nothing answers, with the scheme that the definition asks for. */
export function absentUrl(): string {
  return `${stackOfTests().connect.tls === undefined ? 'http' : 'https'}://127.0.0.1:1`;
}
