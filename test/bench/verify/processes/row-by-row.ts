import { type types } from 'cassandra-driver';
import pg from 'pg';
import { readRanges, withSource } from '../reading/cassandra.js';
import { sameCells, type DriverRow } from '../reading/cells.js';
import { connectionOptions, viewOf } from '../reading/postgresql.js';
import { runTask, type Task, type TaskResult } from '../reading/task.js';
import { columnNames, keyName } from '../columns.js';

/** About so many rows are compared. */
const partRows = 100_000;
/** Of each of the four token ranges that are read at a time: 64 in all. */
const lookUpsPerRange = 16;
/** Two to 64 take about as long: this process is what has no time to spare. */
const connections = 4;

/** Looks each row of Cassandra up in PostgreSQL, as migration validators do. What is too many there stays unseen. */
await runTask((task) =>
  withSource(task, async (client, ranges) => {
    const pool = new pg.Pool({ ...connectionOptions(task.postgresql), max: connections });
    try {
      const lookUp = rowReader(pool, task);
      const [begunMs, begunCpu] = [performance.now(), process.cpuUsage()];
      let differences = 0;
      const compare = async (row: types.Row): Promise<void> => {
        const target = await lookUp(String(row[keyName]));
        if (target === undefined || !sameCells(row, target)) differences++;
      };
      const rows = await readRanges(client, ranges.map(partOf(task.rows)), (page) => inFlight(page, compare));
      const cpu = process.cpuUsage(begunCpu);
      const part = { seconds: (performance.now() - begunMs) / 1000, cpuSeconds: (cpu.user + cpu.system) / 1e6 };
      return { rows, differences, part } satisfies TaskResult;
    } finally {
      await pool.end();
    }
  }),
);

function rowReader(pool: pg.Pool, task: Task): (key: string) => Promise<DriverRow | undefined> {
  const text = `SELECT ${columnNames.join(', ')} FROM ${viewOf(task)} WHERE ${keyName} = $1`;
  return async (key) => (await pool.query<DriverRow>({ name: 'row', text, values: [key] })).rows[0];
}

/** The beginning of each range, so that the parts have about so many rows in all. */
function partOf(rows: number): (range: { start: bigint; end: bigint }) => { start: bigint; end: bigint } {
  const share = BigInt(Math.ceil(Math.min(1, partRows / rows) * 1e6));
  return ({ start, end }) => ({ start, end: start + ((end - start) * share) / 1_000_000n });
}

async function inFlight(rows: types.Row[], compare: (row: types.Row) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < rows.length) await compare(rows[next++]!);
  };
  await Promise.all(Array.from({ length: lookUpsPerRange }, work));
}
