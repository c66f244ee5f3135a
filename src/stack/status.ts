import { type ServiceName } from './services.js';
import { type Runtime } from './state.js';

export interface StackStatus {
  /** The directory that contains `.cdcctl`. */
  directory: string;
  runtime: Runtime;
  services: ServiceStatus[];
  /** Every service that was started and not stopped since is running. */
  healthy: boolean;
  /** File with the shell exports of the stack. */
  environmentFile: string;
}

export interface ServiceStatus {
  name: ServiceName;
  version: string;
  state: 'running' | 'stopped' | 'unhealthy';
  pid: number | null;
  /** `host:port` for clients. */
  address: string;
  /** Resident memory of the process and those below it. */
  memoryBytes: number | null;
  /** Of a process; those of containers are with their engine. */
  log: string | null;
  /** Why it is not running as it should. */
  problem?: string;
}
