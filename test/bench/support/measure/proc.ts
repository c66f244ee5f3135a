import { readdirSync, readFileSync } from 'node:fs';

/** Ticks of /proc in a second (USER_HZ), the same on every Linux machine. */
const ticksPerSecond = 100;

export interface ProcessTimes {
  parent: number;
  /** CPU seconds of the process, and of its children that have ended. */
  own: number;
  ended: number;
}

/** CPU times of a process (proc(5), /proc/pid/stat); undefined when there is none. */
export function processTimes(pid: number): ProcessTimes | undefined {
  const stat = readProc(`${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name, in parentheses, may have spaces in it; what follows begins with the third field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const seconds = (field: number) => Number(fields[field - 3]) / ticksPerSecond;
  return { parent: Number(fields[1]), own: seconds(14) + seconds(15), ended: seconds(16) + seconds(17) };
}

/** CPU seconds of a process and of all its children up to now. */
export function familySeconds(pid: number): number {
  const family = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => ({ pid: Number(name), ...processTimes(Number(name)) }))
    .filter((times) => times.pid === pid || times.parent === pid);
  return family.reduce((sum, { own = 0, ended = 0 }) => sum + own + ended, 0);
}

/**
 * The most memory that a process has had resident; 0 when there is none. Not that of getrusage, which begins with the
 * memory of the process that started it.
 */
export function peakBytes(pid: number): number {
  return statusBytes(pid, 'VmHWM');
}

/** The memory that a process has resident; 0 when there is none. */
export function residentBytes(pid: number): number {
  return statusBytes(pid, 'VmRSS');
}

function statusBytes(pid: number, field: 'VmHWM' | 'VmRSS'): number {
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(readProc(`${pid}/status`) ?? '')?.[1];
  return Number(kilobytes ?? 0) * 1024;
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(`/proc/${path}`, 'utf8');
  } catch {
    return undefined;
  }
}
