/** A place in a node's commit log: `CommitLog-7-1795913527806.log:200828` in the offsets of the connector. */
export interface LogPosition {
  /** Milliseconds since 1970 when the node was started, and one more for each segment since. */
  segment: number;
  /** Bytes: the end of the mutation that was read. */
  offset: number;
}

/** The id of a segment by the name of its file, or of its index; undefined for other files. */
export function segmentOf(file: string): number | undefined {
  const id = /^CommitLog-\d+-(\d+)(?:\.log|_cdc\.idx)$/.exec(file)?.[1];
  return id === undefined ? undefined : Number(id);
}

/** The index beside a segment's file: it is there as soon as the segment holds a change. */
export function indexFileOf(segmentFile: string): string {
  return segmentFile.replace(/\.log$/, '_cdc.idx');
}

/** Undefined for what is no position: rows of the connector's own snapshot have none. */
export function logPosition(file: string, offset: number): LogPosition | undefined {
  const segment = segmentOf(file);
  return segment === undefined || !Number.isSafeInteger(offset) || offset < 0 ? undefined : { segment, offset };
}

export function parsePosition(text: string): LogPosition | undefined {
  const [file = '', offset = ''] = text.split(':');
  return logPosition(file, Number(offset || NaN));
}

export function formatLogPosition({ segment, offset }: LogPosition): string {
  return `CommitLog-${segment}:${offset}`;
}

/** Less than 0 where `a` is before `b`; nothing is before all. */
export function comparePositions(a: LogPosition | undefined, b: LogPosition | undefined): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return a.segment - b.segment || a.offset - b.offset;
}

/** The later of two positions. */
export function laterOf(a: LogPosition | undefined, b: LogPosition | undefined): LogPosition | undefined {
  return comparePositions(a, b) < 0 ? b : a;
}
