import { type ProgressListener } from '../progress.js';
import { type PortChoices } from './ports.js';
import { type ServiceName } from './services.js';
import { type Runtime } from './state.js';

export interface StartStackOptions {
  /** Where `.cdcctl` is or will be. */
  directory: string;
  /** As before when absent; for a new stack what this machine can do. */
  runtime?: Runtime;
  /** Ports that were asked for; the others are kept, or chosen. */
  ports?: PortChoices;
  /** Whether services are to speak TLS and ask for logins; as before when absent. */
  tls?: boolean;
  /** Whether Prometheus, Alertmanager and `metrics serve` are to watch it; as before when absent. */
  observability?: boolean;
  /** Services that are stopped first. */
  restart?: ServiceName[];
  env: Record<string, string | undefined>;
  onProgress: ProgressListener;
  signal: AbortSignal;
}
