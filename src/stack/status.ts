import { type ServiceName } from './services.js';

export interface StackStatus {
  /** The directory that contains `.cdcctl`. */
  directory: string;
  runtime: 'native';
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
  log: string;
  /** Why it is not running as it should. */
  problem?: string;
}
