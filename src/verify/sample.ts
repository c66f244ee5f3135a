import { keyId } from '../rows/known-rows.js';
import { parseRecord } from '../tables/canonical/record.js';
import { type TokenRange } from '../tables/token-ranges.js';
import { type BothSides } from './both-sides.js';
import { readCassandraRows } from './cassandra/read-by-key.js';
import { scanTable, type Throttle } from './cassandra/scan.js';
import { hasExactKeys, rawKey } from './compared-table.js';
import { OpenColumns } from './differences/open-columns.js';
import { copied, type SeenRow, type Suspect, suspectIn } from './differences/suspect.js';
import { readPostgresRows } from './postgresql/read-by-key.js';
import { sampleKeys } from './postgresql/sample-keys.js';
import { type UnreadRange } from './report.js';
import { type Ring } from './sides/ring.js';

export interface SampleOptions {
  sides: BothSides;
  ranges: TokenRange[];
  percent: number;
  seed: number;
  ring: Ring;
  throttle?: Throttle | undefined;
  found: (suspects: Suspect[]) => Promise<void>;
  onUnread: (range: UnreadRange) => void;
  onRows: (rows: number) => void;
}

/** Rows that were looked at on each side. */
export interface SampledRows {
  cassandra: number;
  postgresql: number;
}

/**
 * Looks rows up by key: those of some token ranges of Cassandra in PostgreSQL, and as large a part of PostgreSQL's rows in
 * Cassandra, which finds those that only PostgreSQL has.
 */
export async function sampleTable(given: SampleOptions): Promise<SampledRows> {
  const options = { ...given, found: onceEach(given.found) };
  const fromCassandra = await sampleCassandra(options);
  // Keys that PostgreSQL does not keep exactly do not lead back to their rows.
  const fromPostgres = hasExactKeys(options.sides.table) ? await samplePostgres(options, fromCassandra) : 0;
  return { cassandra: fromCassandra, postgresql: fromPostgres };
}

/** A row may be drawn on both sides, and is read again with a range that fails half-way. */
function onceEach(found: SampleOptions['found']): SampleOptions['found'] {
  const known = new Set<string>();
  return (suspects) =>
    found(
      suspects.filter(({ key, raw }) => {
        const id = keyId(raw ?? key);
        return !known.has(id) && known.add(id);
      }),
    );
}

async function sampleCassandra(options: SampleOptions): Promise<number> {
  const { sides, ranges, ring, throttle, found, onUnread, onRows } = options;
  const { table, postgresql } = sides;
  const keyCount = table.keys.length;
  let rows = 0;
  // Ranges are read side by side, but a connection to PostgreSQL does one query at a time.
  let turn: Promise<void> = Promise.resolve();
  const look = async (suspects: SeenRow[]): Promise<void> => {
    const targets = await readPostgresRows(
      postgresql,
      table,
      suspects.map(({ key }) => key),
    );
    const differing = suspects.filter(
      ({ seen }, index) => !new OpenColumns(seen).passWith({ target: targets[index]?.slice(keyCount) }),
    );
    await found(differing.map(copied));
  };
  await scanTable({
    ...sides,
    client: sides.cassandra,
    ranges,
    throttle,
    visit: (range) => {
      let rowsInRange = 0;
      return {
        page: async (page) => {
          const suspects = [...page.rows()].flatMap((raw) => suspectIn(table, raw) ?? []);
          turn = turn.then(() => look(suspects));
          await turn;
          rowsInRange += suspects.length;
          onRows(rows + rowsInRange);
        },
        complete: () => {
          rows += rowsInRange;
          ring.addRows(range.end, rowsInRange);
        },
        discard: () => undefined,
      };
    },
    onUnread: (range) => {
      ring.addUnread(BigInt(range.to));
      onUnread(range);
    },
  });
  return rows;
}

async function samplePostgres({ sides, percent, seed, found, onRows }: SampleOptions, before: number): Promise<number> {
  const { table, postgresql } = sides;
  const keyCount = table.keys.length;
  let rows = 0;
  for await (const records of sampleKeys(postgresql, { table, percent, seed })) {
    const keys = records.map(parseRecord);
    const suspects = keys.map((key): Suspect => ({ key, raw: rawKey(table, key) }));
    const [sources, targets] = await Promise.all([
      readCassandraRows(
        sides,
        suspects.map(({ raw }) => raw),
      ),
      readPostgresRows(postgresql, table, keys),
    ]);
    await found(
      suspects.filter((_, index) => {
        const source = sources[index]!;
        // A row that could not be read is looked at again like one that differs.
        if ('failure' in source) return true;
        const target = targets[index]?.slice(keyCount);
        return !new OpenColumns().passWith({ source: { cells: source.row?.cells }, target });
      }),
    );
    rows += suspects.length;
    onRows(before + rows);
  }
  return rows;
}
