import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';

const logged = /\b(ERROR|FATAL|PANIC)\b/;
const exception = /^(Caused by: )?[\w.$]+(Exception|Error)\b/;

/**
 * What of a log best tells why its process ended, of what was written from `fromByte` on: the last error, with the
 * exception that follows it; else the last exception; else the last line.
 */
export function lastRelevantLine(file: string, fromByte: number): string | undefined {
  const lines = tailOf(file, fromByte)
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '' && !/^\s+at |^\s*\.\.\. \d+ /.test(line));
  const last = lines.findLastIndex((line) => logged.test(line));
  const error = lines[last];
  if (error === undefined) return (lines.find((line) => exception.test(line)) ?? lines.at(-1))?.trim();
  const cause = lines[last + 1];
  return cause !== undefined && exception.test(cause) ? `${error}: ${cause}` : error;
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
