import pg from 'pg';
import { readRanges, withSource } from '../reading/cassandra.js';
import { type DriverRow, sameCells } from '../reading/cells.js';
import { connectionOptions, viewOf } from '../reading/postgresql.js';
import { runTask, type Task } from '../reading/task.js';
import { columnNames, keyName } from '../columns.js';

/** Holds all rows of both sides in memory, then compares them. */
await runTask(async (task) => {
  const [source, target] = await Promise.all([readSource(task), readTarget(task)]);
  let differences = 0;
  for (const [key, row] of source) {
    const other = target.get(key);
    if (other === undefined || !sameCells(row, other)) differences++;
    target.delete(key);
  }
  return { rows: source.size, differences: differences + target.size };
});

function readSource(task: Task): Promise<Map<string, DriverRow>> {
  return withSource(task, async (client, ranges) => {
    const byKey = new Map<string, DriverRow>();
    await readRanges(client, ranges, (rows) => {
      for (const row of rows) byKey.set(String(row[keyName]), row);
    });
    return byKey;
  });
}

async function readTarget(task: Task): Promise<Map<string, DriverRow>> {
  const client = new pg.Client(connectionOptions(task.postgresql));
  await client.connect();
  try {
    const { rows } = await client.query<DriverRow>(`SELECT ${columnNames.join(', ')} FROM ${viewOf(task)}`);
    return new Map(rows.map((row) => [String(row[keyName]), row]));
  } finally {
    await client.end();
  }
}
