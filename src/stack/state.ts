import { existsSync, readFileSync } from 'node:fs';
import { messageOf, OperatorError } from '../errors.js';
import { writeAtomically } from '../atomic-file.js';
import { JsonShape, mapOf, objectOf, text } from '../json-shape.js';
import { type StackPaths, stackPaths } from './directory.js';
import { type ServiceName, type StackPorts } from './services.js';

/** A process that was started for a service and not stopped since. */
export interface ServiceRecord {
  version: string;
  pid: number;
  /** Clock ticks from boot to the start of the process: another process with the same id has others. */
  startTicks: number;
  /** ISO 8601. */
  startedAt: string;
  /** Digest of command line and configuration: a service that would be started otherwise now is restarted. */
  launchDigest: string;
  dataDirectory: string;
  log: string;
}

/** What runs a stack: processes of this machine, or containers. */
export const runtimes = ['native', 'compose'] as const;
export type Runtime = (typeof runtimes)[number];

/** What `.cdcctl/stack.json` holds; no secrets. */
export interface StackState {
  schemaVersion: 1;
  runtime: Runtime;
  /** Whether services speak TLS and ask for logins; absent where they never did. */
  tls?: boolean;
  /** Whether the stack is watched by Prometheus; absent where it never was. */
  observability?: boolean;
  /** Where the stack was when this was written: a copied directory does not own the processes of the original. */
  directory: string;
  ports: StackPorts;
  /** Data that had to be placed elsewhere, by service. */
  dataElsewhere: Partial<Record<ServiceName, string>>;
  /** Processes; none of containers, whose engine knows them. */
  services: Partial<Record<ServiceName, ServiceRecord>>;
}

const service = objectOf({
  ...{ version: text, pid: { type: 'integer', minimum: 1 }, startTicks: { type: 'number' }, startedAt: text },
  ...{ launchDigest: text, dataDirectory: text, log: text },
});
const flag = { type: 'boolean' };
const stateShape = new JsonShape<StackState>(
  objectOf(
    {
      ...{ schemaVersion: { const: 1 }, runtime: { enum: runtimes }, directory: text },
      ports: mapOf({ type: 'integer', minimum: 1, maximum: 65_535 }),
      dataElsewhere: mapOf(text),
      services: mapOf(service),
    },
    { tls: flag, observability: flag },
  ),
);

/** @throws OperatorError (invalid) when the file is there and cannot be understood. */
export function readState(paths: StackPaths): StackState | undefined {
  if (!existsSync(paths.state)) return undefined;
  try {
    const state: unknown = JSON.parse(readFileSync(paths.state, 'utf8'));
    if (!stateShape.holds(state)) throw new Error(stateShape.problemOf(state));
    return state.directory === paths.directory ? state : adopt(state, paths);
  } catch (error) {
    throw new OperatorError({
      kind: 'invalid',
      resource: paths.state,
      message: `the state of the local stack cannot be read: ${messageOf(error)}`,
      hint: 'remove the file; cdcctl up finds the data again, and its processes by their data directories',
      cause: error,
    });
  }
}

export function writeState(paths: StackPaths, state: StackState): void {
  writeAtomically({ file: paths.state, content: `${JSON.stringify(state, null, 2)}\n`, mode: 0o644 });
}

/** A directory that was moved keeps its processes and data; a copy has neither, since they are the original's. */
function adopt(state: StackState, paths: StackPaths): StackState {
  const isCopy = existsSync(stackPaths(state.directory).state);
  return { ...state, directory: paths.directory, ...(isCopy ? { dataElsewhere: {}, services: {} } : {}) };
}
