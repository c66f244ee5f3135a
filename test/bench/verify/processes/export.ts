import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { benchColumns, columnNames } from '../columns.js';
import { readRanges, withSource } from '../reading/cassandra.js';
import { cellText } from '../reading/cells.js';
import { connectionOptions, viewOf } from '../reading/postgresql.js';
import { runProgram } from '../reading/program.js';
import { runTask, type Task } from '../reading/task.js';

/** Writes both sides to files as canonical text, sorts these and compares them line by line. */
await runTask(async (task) => {
  const file = (name: string) => join(task.directory, name);
  const [rows] = await Promise.all([
    exportSource(task, file('cassandra.txt')),
    exportTarget(task, file('postgresql.txt')),
  ]);
  const sorts = await Promise.all(
    ['cassandra', 'postgresql'].map((side) => runProgram('sort', ['-o', file(`${side}.sorted`), file(`${side}.txt`)])),
  );
  const compared = await runProgram('comm', ['-3', file('cassandra.sorted'), file('postgresql.sorted')]);
  // Lines of the second file begin with a tab; a row that has changed is a line of both.
  const lines = compared.stdout.split('\n').filter((line) => line !== '');
  const keys = new Set(lines.map((line) => line.trimStart().split('\t')[0]));
  const childBytes = sorts.reduce((sum, { peakBytes }) => sum + peakBytes, 0);
  return { rows, differences: keys.size, childBytes };
});

function exportSource(task: Task, path: string): Promise<number> {
  return withSource(task, async (client, ranges) => {
    const file = await open(path, 'w');
    try {
      return await readRanges(client, ranges, async (page) => {
        const lines = page.map((row) => `${columnNames.map((name) => escaped(cellText(row[name]))).join('\t')}\n`);
        await file.write(lines.join(''));
      });
    } finally {
      await file.close();
    }
  });
}

async function exportTarget(task: Task, path: string): Promise<void> {
  const client = new pg.Client(connectionOptions(task.postgresql));
  await client.connect();
  try {
    const columns = benchColumns.map(({ name, textSql }) => textSql ?? name);
    const rows = client.query(copyTo(`COPY (SELECT ${columns.join(', ')} FROM ${viewOf(task)}) TO STDOUT`));
    await pipeline(rows, createWriteStream(path));
  } finally {
    await client.end();
  }
}

/** As COPY does it. */
function escaped(text: string): string {
  if (text === '\\N') return text;
  return text.replace(/[\\\t\n\r]/g, (one) => ({ '\t': '\\t', '\n': '\\n', '\r': '\\r' })[one] ?? '\\\\');
}
