import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';

const root = join(import.meta.dirname, '../../..');
/** `npm run docs` writes generated files as they are now. */
const update = process.env.UPDATE_DOCS === '1';

/** Fails when a file of the repository is not what is generated now, or writes it with UPDATE_DOCS=1. */
export async function expectGenerated(path: string, text: string): Promise<void> {
  const filepath = join(root, path);
  // Of man pages and settings of JVMs prettier knows nothing.
  const isFormatted = !/\.(\d|conf|properties)$/.test(path);
  const generated = isFormatted ? await format(text, { ...(await resolveConfig(filepath)), filepath }) : text;
  if (update) writeFileSync(filepath, generated);
  expect(existsSync(filepath) ? readFileSync(filepath, 'utf8') : '').toBe(generated);
}

/** The part of a document between two markers replaced, and the rest as it is. */
export function withPart(path: string, { start, end, part }: { start: string; end: string; part: string }): string {
  const document = readFileSync(join(root, path), 'utf8');
  const [before, rest = ''] = document.split(start);
  return `${before}${start}\n\n${part}\n\n${end}${rest.split(end)[1] ?? ''}`;
}

/** A table of Markdown; prettier aligns it. */
export function markdownTable(rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n');
}
