import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

const complaint = /\b(ERROR|FATAL|PANIC|Exception|Error:|Caused by|could not|cannot|Could not)\b/;

/** The line of a log that best tells why its process ended: the last complaint written from `fromByte` on. */
export function lastRelevantLine(file: string, fromByte: number): string | undefined {
  const lines = tailOf(file, fromByte)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return (lines.findLast((line) => complaint.test(line)) ?? lines.at(-1))?.trim();
}

/** At most the last 64 KiB. */
function tailOf(file: string, fromByte: number): string {
  if (!existsSync(file)) return '';
  const descriptor = openSync(file, 'r');
  try {
    const { size } = fstatSync(descriptor);
    const start = Math.max(fromByte, size - 65_536, 0);
    const buffer = Buffer.alloc(Math.max(0, size - start));
    readSync(descriptor, buffer, 0, buffer.length, start);
    return buffer.toString('utf8');
  } finally {
    closeSync(descriptor);
  }
}
