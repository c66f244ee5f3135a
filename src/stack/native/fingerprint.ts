import { type ServiceName } from '../services.js';
import { fingerprintOf } from '../tls/files.js';
import { type Launch, type NativeContext } from './native-service.js';

/** What makes `up` restart a service when it has got a new certificate. */
export function fingerprint({ paths, tls }: NativeContext, service: ServiceName): Pick<Launch, 'fingerprint'> {
  return tls ? { fingerprint: fingerprintOf(paths, service) } : {};
}
