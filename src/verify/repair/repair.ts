import { type Client } from 'pg';
import { OperatorError } from '../../errors.js';
import { sqlNames } from '../../render/postgresql/sql.js';
import { keyId, type KnownRow } from '../../rows/known-rows.js';
import { changeMerger, type ChangeMerger } from '../../rows/merge-changes.js';
import { changeOfRow } from '../../rows/row-change.js';
import { type TimedRow } from '../../rows/timed-rows.js';
import { type BothSides } from '../both-sides.js';
import { readCassandraRows } from '../cassandra/read-by-key.js';
import { whatPostgresKnows } from '../differences/causes.js';
import { type RowPair } from '../differences/looks.js';
import { sameValue } from '../differences/open-columns.js';
import { isReadable } from '../postgresql/privileges.js';
import { readPostgresRows } from '../postgresql/read-by-key.js';
import { type RepairOutcome } from '../report.js';
import { replaceRow } from './replace-row.js';

export interface RepairOptions {
  dryRun: boolean;
  /** Also delete rows that only PostgreSQL has. */
  deleteExtra: boolean;
}

/**
 * Makes rows that differ what Cassandra says they are, with Cassandra's write times. The truth is read again, and a row
 * is written only if PostgreSQL still holds what was compared: what the stream brings meanwhile is never undone.
 */
export class Repairer {
  private readonly merger: ChangeMerger;

  /** @param client may write */
  constructor(
    private readonly sides: BothSides,
    private readonly client: Client,
    private readonly options: RepairOptions,
  ) {
    const { pipeline, table } = sides;
    this.merger = changeMerger(client, { pipeline, table: table.replicated, origin: 'verify --repair' });
  }

  /** @throws OperatorError (invalid) where the rows are not those that `deploy` made */
  async requireTables(): Promise<void> {
    const { pipeline, table } = this.sides;
    const { rows } = sqlNames(pipeline, table.replicated);
    if (await isReadable(this.client, rows)) return;
    throw new OperatorError({
      kind: 'invalid',
      resource: `${table.keyspace}.${table.name}`,
      message: `there is nothing to repair with: ${rows} does not exist or cannot be read`,
      hint: 'repair works on tables that `cdcctl deploy` has made',
    });
  }

  /** @returns what became of each row, in the order of `pairs` */
  async repair(pairs: RowPair[]): Promise<RepairOutcome[]> {
    const { sides, options } = this;
    // What PostgreSQL knows before Cassandra is read: what it learns later is newer than the reading.
    const known = await whatPostgresKnows(sides, pairs);
    const held = await readPostgresRows(
      sides.postgresql,
      sides.table,
      pairs.map(({ suspect }) => suspect.key),
    );
    const truths = await readCassandraRows(
      sides,
      pairs.map(({ suspect }) => suspect.raw),
    );
    const outcomes: RepairOutcome[] = [];
    for (const [index, pair] of pairs.entries()) {
      const truth = truths[index]!;
      if ('failure' in truth) outcomes.push('unread');
      else if (!sameCells(held[index], pair.postgresql) || isSame(truth.row, held[index])) outcomes.push('moved-on');
      else if (truth.row === undefined && !options.deleteExtra) outcomes.push('kept');
      else if (options.dryRun) outcomes.push('planned');
      else outcomes.push(await this.write(pair, { ...truth, known: known?.get(keyId(pair.suspect.key)) }));
    }
    return outcomes;
  }

  private async write(pair: RowPair, truth: Truth): Promise<RepairOutcome> {
    const { sides, client } = this;
    if (truth.known !== undefined) return replaceRow(client, sides, { pair, ...truth, known: truth.known });
    if (truth.row === undefined) return 'moved-on';
    // PostgreSQL knows nothing of the row: the rules of the merge give it what it is to have.
    const change = changeOfRow(sides.table.replicated, truth.row, truth.readAtUs);
    const refused = await this.merger.merge([change]);
    return refused > 0 ? 'refused' : 'repaired';
  }
}

interface Truth {
  row: TimedRow | undefined;
  readAtUs: bigint;
  known: KnownRow | undefined;
}

function isSame(row: TimedRow | undefined, held: (Buffer | null)[] | undefined): boolean {
  return sameCells(row && [...row.keys, ...row.cells], held);
}

function sameCells(a: (Buffer | null)[] | undefined, b: (Buffer | null)[] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.every((cell, index) => sameValue(cell, b[index]));
}
