import { createRequire } from 'node:module';

/**
 * The rows of one page as they stand on the wire: a number of rows, each with its cells behind their lengths (CQL
 * protocol 4, section 4.2.5.2). The driver has no way to get at them, and decoding them costs more than all else that is
 * done with them here.
 */
export class RawPage {
  constructor(
    readonly body: Buffer,
    /** Where the rows begin in `body`. */
    readonly start: number,
    readonly rowCount: number,
    private readonly columnCount: number,
  ) {}

  /** The cells of each row as Cassandra serialises them, null for NULL; they are parts of one buffer, not copies. */
  *rows(): Generator<(Buffer | null)[]> {
    const { body } = this;
    let at = this.start;
    for (let row = 0; row < this.rowCount; row++) {
      const cells = new Array<Buffer | null>(this.columnCount);
      for (let column = 0; column < this.columnCount; column++) {
        const length = body.readInt32BE(at);
        at += 4;
        cells[column] = length < 0 ? null : body.subarray(at, at + length);
        if (length > 0) at += length;
      }
      yield cells;
    }
  }
}

/** A query whose first column has this alias is answered with a RawPage in place of rows. */
export const rawAlias = '# raw';

interface Frame {
  header: unknown;
  byRow?: boolean;
  meta: { columns: { name: string }[] };
  flags?: unknown;
  flagsInfo?: unknown;
}

interface FrameReader {
  buf: Buffer;
  offset: number;
  readInt: () => number;
}

interface Parser {
  push: (item: unknown) => void;
  parseRows: (frame: Frame, reader: FrameReader) => void;
}

const installed = Symbol('raw pages');

/**
 * Makes every connection of the driver give raw pages where they are asked for. This replaces a private method of the
 * driver (Parser#parseRows in lib/streams.js), whose version is pinned; `rawPageOf` finds out if it no longer works.
 */
export function installRawPages(): void {
  const { Parser } = createRequire(import.meta.url)('cassandra-driver/lib/streams') as {
    Parser: { prototype: Parser & { [installed]?: true } };
  };
  if (Parser.prototype[installed] === true) return;
  const parseRows = Parser.prototype.parseRows;
  Parser.prototype[installed] = true;
  Parser.prototype.parseRows = function (frame, reader) {
    if (frame.byRow === true || frame.meta.columns[0]?.name !== rawAlias) return parseRows.call(this, frame, reader);
    const rowCount = reader.readInt();
    const page = new RawPage(reader.buf, reader.offset, rowCount, frame.meta.columns.length);
    this.push({ header: frame.header, result: { rows: [page], meta: frame.meta, flags: frame.flagsInfo } });
  };
}

/** @throws Error where the driver decoded the rows after all: they must not pass for an empty page */
export function rawPageOf({ rows }: { rows: unknown[] }): RawPage {
  const [page] = rows;
  if (page instanceof RawPage) return page;
  throw new Error(
    'the Cassandra driver did not give the rows as they stand on the wire: its version is not the pinned one',
  );
}
