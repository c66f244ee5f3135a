/** One row: canonical bytes in the order of the columns, null for NULL. */
export type Cells = (Buffer | null)[];

/** A buffer that rows are written into one after the other; it grows and is used again. */
export class RecordWriter {
  bytes = Buffer.allocUnsafe(4096);

  constructor(private readonly oids: number[]) {}

  /**
   * Writes the bytes that PostgreSQL's record_send gives for the row: the number of columns, then OID, length (-1 for
   * NULL) and value of each (src/backend/utils/adt/rowtypes.c).
   * @returns their length; they stand at the start of `bytes` until the next call
   */
  write(cells: Cells): number {
    this.reserve(cells);
    const { bytes, oids } = this;
    let at = bytes.writeInt32BE(oids.length, 0);
    for (let index = 0; index < oids.length; index++) {
      const cell = cells[index] ?? null;
      at = bytes.writeInt32BE(oids[index]!, at);
      at = bytes.writeInt32BE(cell === null ? -1 : cell.length, at);
      if (cell !== null) at += cell.copy(bytes, at);
    }
    return at;
  }

  private reserve(cells: Cells): void {
    let needed = 4 + this.oids.length * 8;
    for (let index = 0; index < this.oids.length; index++) needed += cells[index]?.length ?? 0;
    if (needed > this.bytes.length) this.bytes = Buffer.allocUnsafe(needed * 2);
  }
}

/** Takes apart what record_send gave. */
export function parseRecord(record: Buffer): Cells {
  const cells: Cells = [];
  let at = 4;
  for (let left = record.readInt32BE(0); left > 0; left--) {
    const length = record.readInt32BE(at + 4);
    at += 8;
    cells.push(length < 0 ? null : record.subarray(at, at + length));
    at += Math.max(0, length);
  }
  return cells;
}

/** How long a record is that stands at the start of `bytes`, or undefined where there is none whole. */
export function recordLength(bytes: Buffer): number | undefined {
  if (bytes.length < 4) return undefined;
  let at = 4;
  for (let left = bytes.readInt32BE(0); left > 0; left--) {
    if (at + 8 > bytes.length) return undefined;
    const length = bytes.readInt32BE(at + 4);
    if (length < -1) return undefined;
    at += 8 + Math.max(0, length);
  }
  return at <= bytes.length ? at : undefined;
}
