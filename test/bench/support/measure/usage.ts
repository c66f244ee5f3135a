/** File descriptor by which a measured process tells what it has used, as JSON. */
export const usageFd = 3;

/** What a process has used in all. */
export interface Usage {
  /** User and system, its children included. */
  cpuSeconds: number;
  peakBytes: number;
  /** Bytes that the sockets of its main thread have received, by the port of the other side. */
  bytesByPort: Record<number, number>;
}
