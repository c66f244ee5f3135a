/** Tasks waiting in all lanes for each lane: enough that hardly a lane runs dry. */
const queuedPerLane = 4;

export interface Lanes {
  /** Queues a task behind all others with the same hash; waits while too many are queued. */
  add: (hash: number, task: () => Promise<void>) => Promise<void>;
  /** Waits until every task has ended. */
  idle: () => Promise<void>;
}

/** Runs at most `count` tasks at a time, and those with the same hash in the order in which they came. */
export function createLanes(count: number): Lanes {
  const queues = Array.from({ length: count }, (): (() => Promise<void>)[] => []);
  const running = new Set<number>();
  let outstanding = 0;
  let wake: () => void = () => undefined;

  async function drain(lane: number, queue: (() => Promise<void>)[]): Promise<void> {
    running.add(lane);
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      await task();
      outstanding--;
      wake();
    }
    running.delete(lane);
  }

  async function untilOutstanding(atMost: number): Promise<void> {
    while (outstanding > atMost) await new Promise<void>((resolve) => (wake = resolve));
  }

  return {
    add: async (hash, task) => {
      const lane = hash % count;
      const queue = queues[lane]!;
      queue.push(task);
      outstanding++;
      if (!running.has(lane)) void drain(lane, queue);
      await untilOutstanding(count * queuedPerLane - 1);
    },
    idle: () => untilOutstanding(0),
  };
}
