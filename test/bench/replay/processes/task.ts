import { json } from 'node:stream/consumers';
import { type Pipeline } from '../../../../src/pipeline/pipeline.js';

/** What a measured process is to do; it comes on stdin, because it has a password in it. */
export interface Task {
  pipeline: Pipeline;
  letters: number;
}

/** What a measured process prints. */
export interface TaskResult {
  records: number;
  /** Without the start of the process and connecting. */
  seconds: number;
}

/** Does the task that comes on stdin and prints its result. */
export async function runTask(work: (task: Task) => Promise<TaskResult>): Promise<void> {
  const task = (await json(process.stdin)) as Task;
  process.stdout.write(JSON.stringify(await work(task)));
}
