/** Exit codes are an API: scripts branch on them. */
export const exitCodes = {
  ok: 0,
  /** A bug or an unexpected failure. */
  bug: 1,
  /** Wrong usage or an invalid definition. */
  invalid: 2,
  /** A finding: drift, mismatch, lag over its bound, failed task. */
  finding: 3,
  /** Inconclusive or partly done: some ranges unread, some records not replayed. */
  partial: 4,
  /** A system is unreachable or an operation timed out. */
  unreachable: 5,
  /** Not authorised, or a secret is missing. */
  unauthorised: 6,
  /** Interrupted by SIGINT; SIGTERM is 143. */
  interrupted: 130,
} as const;

export type ErrorKind = Exclude<keyof typeof exitCodes, 'ok' | 'bug'>;

export interface OperatorErrorDetails {
  kind: ErrorKind;
  /** What failed and why, in one sentence. */
  message: string;
  /** The thing it happened on: a file position, an address, a connector, a table. */
  resource?: string;
  /** What the operator can do next: a command or an edit. */
  hint?: string;
  cause?: unknown;
}

/** A failure that an operator can act on. Everything else that is thrown is a bug and shows its stack. */
export class OperatorError extends Error {
  readonly kind: ErrorKind;
  readonly resource: string | undefined;
  readonly hint: string | undefined;

  constructor(details: OperatorErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'OperatorError';
    this.kind = details.kind;
    this.resource = details.resource;
    this.hint = details.hint;
  }

  get exitCode(): number {
    return exitCodes[this.kind];
  }
}

/** The message of anything thrown; AggregateErrors of failed connections have an empty one of their own. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join('; ');
  if (error instanceof Error) return error.message || error.name;
  return String(error);
}

/** The `code` of a Node, PostgreSQL or driver error, if it has one. */
export function codeOf(error: unknown): string | undefined {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' || typeof error.code === 'number' ? String(error.code) : undefined;
}

/** What files, directories and disks refuse, in words that do not depend on the platform. */
const fileFailures: Record<string, string> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EISDIR: 'it is a directory',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the device',
  EDQUOT: 'the disk quota is used up',
  ELOOP: 'too many symbolic links',
  ENAMETOOLONG: 'the name is too long',
};

/** Why a file could not be read or written; undefined for any other error. */
export function fileFailure(error: unknown): string | undefined {
  return fileFailures[codeOf(error) ?? ''];
}

/** What the machine refused with a file or a disk of the operator; undefined for any other error. */
export function fileRefusal(error: unknown): OperatorError | undefined {
  const message = fileFailure(error);
  const { path, syscall = '' } = Object(error) as NodeJS.ErrnoException;
  // A program that could not be started has a path, too; what is written to an open file has none.
  if (message === undefined || syscall.startsWith('spawn') || (path === undefined && syscall !== 'write')) {
    return undefined;
  }
  const resource = path === undefined ? {} : { resource: path };
  return new OperatorError({ kind: 'invalid', message, ...resource, cause: error });
}
