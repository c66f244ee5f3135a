import { type DeadLetter } from '../../dead-letters/letter.js';
import { messageOf, OperatorError } from '../../errors.js';
import { type OpenPipeline } from '../open-pipeline.js';

/** A row as it is now. */
export interface RowOnBothSides {
  inCassandra: boolean;
  inPostgresql: boolean;
  columns: ColumnOnBothSides[];
}

export interface ColumnOnBothSides {
  name: string;
  cassandra: string | null;
  /** Write time in Cassandra, as an ISO 8601 time. */
  writtenAt: string | null;
  postgresql: string | null;
}

/** The row of a letter as both sides have it; undefined where the event does not name one row. */
export async function readBothSides(
  { pipeline, tables, cassandra }: OpenPipeline,
  { letter, event, signal }: { letter: DeadLetter; event: string | null; signal: AbortSignal },
): Promise<RowOnBothSides | undefined> {
  const { withPostgres } = await import('../../clients/postgres.js');
  const { readEventFacts } = await import('../../dead-letters/event-facts.js');
  const { driverConsistency } = await import('../../rows/driver-consistency.js');
  const { readCassandraRows } = await import('../../verify/cassandra/read-by-key.js');
  const { comparedTable, rawKey } = await import('../../verify/compared-table.js');
  const { readPostgresRows } = await import('../../verify/postgresql/read-by-key.js');
  const replicated = tables.find(({ source }) => source.name === letter.table);
  if (replicated === undefined) return undefined;
  const table = comparedTable(pipeline, replicated);
  return withPostgres(pipeline.postgresql, async (postgres) => {
    const [facts] = await readEventFacts(postgres, replicated, [event]);
    if (!facts?.keys) return undefined;
    const options = { cassandra, table, consistency: driverConsistency.LOCAL_QUORUM, signal };
    const [source] = await readCassandraRows(options, [rawKey(table, facts.keys)]);
    if (source === undefined || 'failure' in source) throw notRead(source?.failure);
    const [target] = await readPostgresRows(postgres, table, [facts.keys]);
    const { keys } = table;
    const columns = table.cells.map(({ name, codec }, index) => {
      const textOf = (cell: Buffer | null | undefined) => (cell ? codec.text(cell) : null);
      return {
        name,
        cassandra: textOf(source.row?.cells[index]),
        writtenAt: isoTime(source.row?.writeTimes[index] ?? null),
        postgresql: textOf(target?.[keys.length + index]),
      };
    });
    return { inCassandra: source.row !== undefined, inPostgresql: target !== undefined, columns };
  });
}

function notRead(failure: unknown): OperatorError {
  return new OperatorError({
    kind: 'unreachable',
    message: `Cassandra does not answer: ${messageOf(failure)}`,
    cause: failure,
  });
}

function isoTime(microseconds: bigint | null): string | null {
  return microseconds === null ? null : new Date(Number(microseconds / 1000n)).toISOString();
}
