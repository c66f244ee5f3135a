import { json } from 'node:stream/consumers';
import { type Pipeline } from '../../../../src/pipeline/pipeline.js';

/** What a measured process is to do; it comes on stdin, because it has a password in it. */
export interface Task {
  cassandra: Pipeline['cassandra'];
  postgresql: Pipeline['postgresql'];
  /** Rows on either side. */
  rows: number;
  /** For files of its own. */
  directory: string;
}

/** What a measured process prints. */
export interface TaskResult {
  /** Rows that were read from Cassandra. */
  rows: number;
  /** Rows that differ; undefined where nothing was compared. */
  differences?: number;
  /** Seconds of work on a part of the rows, without start and connecting; undefined where it was done on all. */
  part?: { seconds: number; cpuSeconds: number };
  /** Greatest memory of the programs that it ran, in all. */
  childBytes?: number;
}

/** Does the task that comes on stdin and prints its result. */
export async function runTask(work: (task: Task) => Promise<TaskResult>): Promise<void> {
  const task = (await json(process.stdin)) as Task;
  process.stdout.write(JSON.stringify(await work(task)));
}
