import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

/** A line of a daemon's log. */
export interface Said {
  atMs: number;
  level: string;
  message: string;
  /** Not said by the daemon, but of it: it has ended by itself. */
  isEnd: boolean;
}

/** SIGTERM, as the daemons tell it. */
const exitedBySignal = 143;

export const cdcctlBin = join(process.cwd(), 'bin', 'cdcctl');

export type DaemonName = 'watch' | 'reconcile' | 'metrics';

const argumentsOf: Record<DaemonName, string[]> = {
  watch: ['watch', '--interval', '2s', '--recover-every', '20s'],
  reconcile: ['reconcile', '--follow'],
  metrics: ['metrics', 'serve', '--listen', '127.0.0.1:0'],
};

/** cdcctl's own daemons, beside a pipeline as an operator runs them. */
export class Daemons {
  private readonly children = new Map<DaemonName, ChildProcess>();

  constructor(
    private readonly files: string[],
    private readonly names: DaemonName[],
    private readonly onSaid: (said: Said) => void,
  ) {}

  start(): void {
    for (const name of this.names) if (!this.isRunning(name)) this.startOne(name);
  }

  /** Of those that run. */
  pids(): [DaemonName, number][] {
    return this.names.flatMap((name): [DaemonName, number][] => {
      const pid = this.isRunning(name) ? this.children.get(name)?.pid : undefined;
      return pid === undefined ? [] : [[name, pid]];
    });
  }

  /** Ends one as a crash does. */
  async kill(name: DaemonName): Promise<void> {
    await end(this.children.get(name), 'SIGKILL');
  }

  async stop(): Promise<void> {
    await Promise.all([...this.children.values()].map((child) => end(child, 'SIGTERM')));
  }

  private isRunning(name: DaemonName): boolean {
    const child = this.children.get(name);
    return child !== undefined && child.exitCode === null && child.signalCode === null;
  }

  private startOne(name: DaemonName): void {
    const argv = [...argumentsOf[name], '--log-format', 'json', ...this.files];
    const child = spawn(cdcctlBin, argv, {
      cwd: process.env.CDCCTL_TEST_STACK_DIR,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.children.set(name, child);
    createInterface({ input: child.stderr }).on('line', (line) => this.hear(line));
    child.once('exit', (code) => {
      // A daemon outlives every fault.
      if (code !== null && code !== exitedBySignal) {
        this.onSaid({ atMs: Date.now(), level: 'error', message: `${name} has ended with ${code}`, isEnd: true });
      }
    });
  }

  private hear(line: string): void {
    const { time, level, message } = JSON.parse(line) as { time: string; level: string; message: string };
    this.onSaid({ atMs: Date.parse(time), level, message, isEnd: false });
  }
}

async function end(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
