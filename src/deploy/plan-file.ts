import { randomBytes, scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeAtomically } from '../atomic-file.js';
import { messageOf, OperatorError } from '../errors.js';
import { JsonShape, listOf, objectOf, text, textOrNull } from '../json-shape.js';
import { type ChangeReport, describeChange } from './change.js';
import { type Desired, type Plan } from './plan.js';

const format = 'cdcctl-plan';
const version = 1;

/** A plan that was reviewed, to be deployed as it is. It holds no secret: of those there are salted digests. */
export interface PlanFile {
  format: typeof format;
  version: typeof version;
  createdAt: string;
  /** Hexadecimal; of all digests in the file. */
  salt: string;
  /** Absolute paths of the definition; empty where it was found by default. */
  files: string[];
  envFile?: string;
  prune: boolean;
  pipelines: PlannedPipeline[];
}

export interface PlannedPipeline {
  pipeline: string;
  /** Digest of what is wanted. */
  definition: string;
  changes: PlannedChange[];
}

/** `secrets`: digest of the values that are not shown. */
export type PlannedChange = ChangeReport & { secrets?: string };

/** A plan as it stands in a file. Logins of cdcctl itself may be made anew for each command, and are left out. */
export function plannedPipeline({ pipeline, rendered }: Desired, plan: Plan, salt: string): PlannedPipeline {
  const digests = new Map<string, string>();
  const digest = (value: unknown) => {
    const content = JSON.stringify(value);
    // Slow on purpose: a password is guessed in no time by a fast one.
    const found = digests.get(content) ?? scryptSync(content, Buffer.from(salt, 'hex'), 32).toString('hex');
    digests.set(content, found);
    return found;
  };
  const postgresql = { ...pipeline.postgresql, username: '', password: '' };
  const cassandra = { ...pipeline.cassandra, username: '', password: '' };
  return {
    pipeline: pipeline.name,
    definition: digest([{ ...pipeline, postgresql, cassandra }, rendered]),
    changes: plan.changes.map((change) => ({
      ...describeChange(change),
      ...(change.secrets === undefined || change.secrets.length === 0 ? {} : { secrets: digest(change.secrets) }),
    })),
  };
}

export function newSalt(): string {
  return randomBytes(16).toString('hex');
}

/** Mode 0600, replaced as a whole. */
export function writePlanFile(path: string, plan: Omit<PlanFile, 'format' | 'version'>): void {
  const content: PlanFile = { format, version, ...plan };
  try {
    writeAtomically({ file: path, content: `${JSON.stringify(content, null, 2)}\n`, mode: 0o600 });
  } catch (error) {
    throw new OperatorError({
      kind: 'invalid',
      resource: path,
      message: `cannot write the plan: ${messageOf(error)}`,
      hint: '--out takes a file in a directory that is there',
      cause: error,
    });
  }
}

/** @throws OperatorError (invalid) for what is no plan, or one of another version */
export function readPlanFile(path: string): PlanFile {
  const content = parsed(path);
  const { format: found, version: foundVersion } = Object(content) as Partial<Record<keyof PlanFile, unknown>>;
  if (found !== format) throw unusable(path, 'this is no plan of cdcctl');
  if (foundVersion !== version) {
    const told = JSON.stringify(foundVersion)?.slice(0, 20) ?? 'none';
    throw unusable(path, `the plan has version ${told}, and this cdcctl reads version ${version}`);
  }
  if (!planShape.holds(content)) throw unusable(path, `the plan is damaged: ${planShape.problemOf(content)}`);
  return content;
}

function parsed(path: string): unknown {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw unusable(path, `the plan cannot be read: ${messageOf(error)}`);
  }
  try {
    return JSON.parse(content) as unknown;
  } catch {
    return null;
  }
}

const change = objectOf(
  { system: text, object: text, action: text },
  {
    ...{ detail: text, risk: text, secrets: text, blocked: objectOf({ reason: text, hint: text }) },
    settings: listOf(objectOf({ name: text, from: textOrNull, to: textOrNull })),
  },
);
const planShape = new JsonShape<PlanFile>(
  objectOf(
    {
      createdAt: text,
      salt: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      files: listOf(text),
      prune: { type: 'boolean' },
      pipelines: listOf(objectOf({ pipeline: text, definition: text, changes: listOf(change) })),
    },
    { envFile: text },
  ),
);

function unusable(path: string, message: string): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    resource: path,
    message,
    hint: 'make one: cdcctl plan --out FILE; a definition is given with -f',
  });
}
