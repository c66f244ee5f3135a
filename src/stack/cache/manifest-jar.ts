import { writeFile } from 'node:fs/promises';
import { crc32 } from '../../crc32.js';

/** Classes by the interface that they implement, as the service loader of Java wants them. */
export type ServiceManifest = Readonly<Record<string, readonly string[]>>;

/**
 * Writes a jar that only declares services. Connect finds plugins with such declarations at once; for plugins without
 * it reads every class of every jar, which takes longer than everything else a worker does when it starts.
 */
export async function writeManifestJar(file: string, manifest: ServiceManifest): Promise<void> {
  const entries = Object.entries(manifest).map(([name, classes]) => ({
    name: `META-INF/services/${name}`,
    content: `${classes.join('\n')}\n`,
  }));
  await writeFile(file, zipOf(entries));
}

interface Entry {
  name: string;
  content: string;
}

/** A zip archive without compression; numbers are offsets of PKWARE's APPNOTE.TXT, sections 4.3.7, 4.3.12, 4.3.16. */
function zipOf(entries: Entry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.name);
    const content = Buffer.from(entry.content);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x21, 8); // 1980-01-01, so that the jar is always the same
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(content.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([signature(0x04034b50), shared, name, content]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([signature(0x02014b50), Buffer.from([20, 0]), shared, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listing.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, listing, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
