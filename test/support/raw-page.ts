import { RawPage } from '../../src/clients/cassandra-raw-pages.js';

/** A page of rows as it stands on the wire: CQL protocol 4, section 4.2.5.2. */
export function rawPage(rows: (Buffer | null)[][], before = Buffer.from('header')): RawPage {
  const cells = rows.flat().flatMap((cell) => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(cell === null ? -1 : cell.length);
    return cell === null ? [length] : [length, cell];
  });
  const body = Buffer.concat([before, ...cells, Buffer.from('of the next frame')]);
  return new RawPage(body, before.length, rows.length, rows[0]?.length ?? 0);
}
