import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** A process of this machine, told apart from a later one with the same id. */
export interface ProcessIdentity {
  pid: number;
  /** Clock ticks from boot to its start. */
  startTicks: number;
}

interface ProcessFacts extends ProcessIdentity {
  parent: number;
  isZombie: boolean;
}

/** Undefined when no such process runs; a zombie does not run. */
export function identify(pid: number): ProcessIdentity | undefined {
  const facts = readFacts(pid);
  return facts === undefined || facts.isZombie ? undefined : { pid, startTicks: facts.startTicks };
}

export function isRunning(process: ProcessIdentity): boolean {
  return identify(process.pid)?.startTicks === process.startTicks;
}

/** Resident memory of a process and all below it, in bytes. */
export function residentMemory(pid: number): number {
  const everything = allProcesses();
  const sumOf = (parent: number): number =>
    everything
      .filter((facts) => facts.parent === parent)
      .reduce((sum, child) => sum + sumOf(child.pid), residentBytes(parent));
  return sumOf(pid);
}

/**
 * Processes that run one of the `programs` in `directory` or below: what a service left behind when the process that
 * was recorded has gone, as PostgreSQL's children or a process whose start was not recorded any more.
 */
export function processesIn(directory: string, programs: string[]): ProcessIdentity[] {
  return allProcesses()
    .filter(({ pid, isZombie }) => {
      if (isZombie) return false;
      const workingDirectory = link(`/proc/${pid}/cwd`);
      const isInside = workingDirectory === directory || workingDirectory?.startsWith(`${directory}/`) === true;
      return isInside && programs.includes(basename(link(`/proc/${pid}/exe`) ?? ''));
    })
    .map(({ pid, startTicks }) => ({ pid, startTicks }));
}

function allProcesses(): ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readFacts(Number(name)))
    .filter((facts) => facts !== undefined);
}

/** Fields of /proc/<pid>/stat; see proc(5). The name in parentheses may contain anything. */
function readFacts(pid: number): ProcessFacts | undefined {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return { pid, isZombie: fields[0] === 'Z', parent: Number(fields[1]), startTicks: Number(fields[19]) };
}

function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return Number(kibibytes ?? 0) * 1024;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function link(path: string): string | undefined {
  try {
    return readlinkSync(path).replace(/ \(deleted\)$/, '');
  } catch {
    return undefined;
  }
}
