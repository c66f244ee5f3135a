import { type ArtifactDirectories } from '../cache/artifact-cache.js';
import { type StackAddresses } from '../addresses.js';
import { type StackPaths } from '../directory.js';
import { type StackPorts } from '../services.js';
import { type Account } from './account.js';

/** What a service is started from. */
export interface NativeContext {
  paths: StackPaths;
  ports: StackPorts;
  artifacts: ArtifactDirectories;
  /** The `java` executable. */
  java: string;
  /** Data of the service; its processes run in it, by which those that were left behind are found. */
  dataDirectory: string;
  /** Emptied at each start: JVMs that are killed leave unpacked libraries behind. */
  temporaryDirectory: string;
  /** Who runs the service; undefined: the user who runs this process. */
  account: Account | undefined;
  /** How clients reach the stack. */
  addresses: StackAddresses;
  /** Whether the service speaks TLS and asks for logins; its certificate is there then. */
  tls: boolean;
  /** The environment of this process. */
  env: Record<string, string | undefined>;
  signal?: AbortSignal | undefined;
}

/** How a process is started, without starting it: what changes here makes `up` restart the service. */
export interface Launch {
  command: string;
  args: string[];
  env: Record<string, string>;
  /** Generated configuration, by path. */
  files: Record<string, string>;
  /** Of the certificate that the service reads. */
  fingerprint?: string;
}

export interface NativeService {
  /** Names of executables whose processes in the data directory belong to the service. */
  programs: string[];
  stopSignal: NodeJS.Signals;
  plan: (context: NativeContext) => Launch;
  /** Before each start, with the configuration written and no process left: creates what data needs. */
  prepare?: (context: NativeContext, launch: Launch) => Promise<void>;
  /** After the first readiness of each start. */
  complete?: (context: NativeContext) => Promise<void>;
}
