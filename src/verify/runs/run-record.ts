import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeAtomically } from '../../atomic-file.js';
import { codeOf, messageOf, OperatorError } from '../../errors.js';
import { columnsOf, type ComparedTable, quotedView } from '../compared-table.js';
import { type Scope, type TableReport } from '../report.js';
import { type SourceState } from '../sides/source-sketch.js';
import { recordShape } from './record-shape.js';
import { isWhole, type SavedSource, savedSource, sourceOf, withUnreadRemaining } from './saved-source.js';

/** What must be the same for a run to go on where another one was interrupted. */
export interface RunIdentity {
  pipelines: string[];
  /** Null for all. */
  tables: string[] | null;
  columns: string[] | null;
  scope: Scope | null;
}

/** A table in the record: its report once it is compared, what was read of Cassandra before that. */
type Entry = { report: TableReport } | { fingerprint: string; source: SavedSource };

interface RecordFile {
  version: 1;
  run: RunIdentity;
  startedAt: string;
  finished: boolean;
  /** By `<pipeline>/<keyspace>.<table>`. */
  tables: Record<string, Entry>;
}

/** A verification's record in a file: where it stands, so that an interrupted one goes on there. */
export class RunRecord {
  private constructor(
    readonly file: string,
    private readonly content: RecordFile,
  ) {}

  /**
   * Opens the record of an interrupted run, or begins a new one where there is none or a finished one. A shard that has
   * ended with ranges unread is interrupted too: what it has read is not read again.
   * @throws OperatorError (invalid) where the file is no record, or that of a run with other options
   */
  static open(file: string, run: RunIdentity, now: Date): RunRecord {
    const found = RunRecord.read(file);
    const isSame = JSON.stringify(found?.run) === JSON.stringify(run);
    if (isSame && run.scope?.kind === 'shard') found?.reopenUnread();
    if (found === undefined || found.isFinished) {
      const begun = new RunRecord(file, {
        version: 1,
        run,
        startedAt: now.toISOString(),
        finished: false,
        tables: {},
      });
      begun.write();
      return begun;
    }
    if (isSame) return found;
    throw new OperatorError({
      kind: 'invalid',
      resource: file,
      message: 'the record is of an interrupted run with other options',
      hint: 'use the same options to go on, or delete the file to start anew',
    });
  }

  /**
   * @returns undefined where there is no file
   * @throws OperatorError (invalid) where the file is no record
   */
  static read(file: string): RunRecord | undefined {
    const hint = 'name the file of a run, or delete it to start anew';
    const failure = (message: string) => new OperatorError({ kind: 'invalid', resource: file, message, hint });
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw failure(messageOf(error));
    }
    const content = parsed(text);
    if (isRecordFile(content)) return new RunRecord(file, content);
    const { version } = Object(content) as { version?: unknown };
    if (version !== 1) throw failure('this is no record of `cdcctl verify --record`');
    throw failure(`the record is damaged: ${recordShape.problemOf(content) || 'words of a sketch are missing'}`);
  }

  get run(): RunIdentity {
    return this.content.run;
  }

  /** ISO 8601. */
  get startedAt(): string {
    return this.content.startedAt;
  }

  get isFinished(): boolean {
    return this.content.finished;
  }

  /** Whether anything has been read. */
  get isBegun(): boolean {
    return Object.keys(this.content.tables).length > 0;
  }

  /** Of the tables that are compared. */
  reports(): TableReport[] {
    return Object.values(this.content.tables).flatMap((entry) => ('report' in entry ? [entry.report] : []));
  }

  report(key: string): TableReport | undefined {
    const entry = this.content.tables[key];
    return entry !== undefined && 'report' in entry ? entry.report : undefined;
  }

  /**
   * What was read of Cassandra's side.
   * @throws OperatorError (invalid) where other columns would be compared now
   */
  source(key: string, table: ComparedTable): SourceState | undefined {
    const entry = this.content.tables[key];
    if (entry === undefined || 'report' in entry) return undefined;
    if (entry.fingerprint === fingerprintOf(table)) return sourceOf(entry.source);
    throw new OperatorError({
      kind: 'invalid',
      resource: this.file,
      message: `the columns of ${key} are not those that were compared when the record was written`,
      hint: 'delete the file and start anew',
    });
  }

  saveSource(key: string, table: ComparedTable, source: SourceState): void {
    this.content.tables[key] = { fingerprint: fingerprintOf(table), source: savedSource(source) };
    this.write();
  }

  saveReport(key: string, report: TableReport): void {
    this.content.tables[key] = { report };
    this.write();
  }

  finish(): void {
    this.content.finished = true;
    this.write();
  }

  /** Makes ranges that could not be read ones that are still to be read. */
  private reopenUnread(): void {
    for (const entry of Object.values(this.content.tables)) {
      if ('report' in entry || entry.source.unread.length === 0) continue;
      entry.source = withUnreadRemaining(entry.source);
      this.content.finished = false;
    }
    this.write();
  }

  private write(): void {
    const { file, content } = this;
    try {
      writeAtomically({ file, content: `${JSON.stringify(content)}\n`, mode: 0o644 });
    } catch (error) {
      throw new OperatorError({
        kind: 'invalid',
        resource: file,
        message: `cannot write the record: ${messageOf(error)}`,
        hint: 'name a file in a directory that exists and can be written to',
        cause: error,
      });
    }
  }
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecordFile(content: unknown): content is RecordFile {
  if (!recordShape.holds(content)) return false;
  const { tables } = content as RecordFile;
  return Object.values(tables).every((entry) => 'report' in entry || isWhole(entry.source));
}

export function recordKey(pipeline: string, { keyspace, name }: { keyspace: string; name: string }): string {
  return `${pipeline}/${keyspace}.${name}`;
}

/** Digest of what is compared and how. */
function fingerprintOf(table: ComparedTable): string {
  const columns = columnsOf(table).map(({ name, target, codec }) => [name, codec.oid, codec.sql(target)]);
  return createHash('sha256')
    .update(JSON.stringify([quotedView(table), columns]))
    .digest('hex');
}
