import { type Problem } from './problems.js';

export interface DotEnv {
  variables: Record<string, string>;
  problems: Problem[];
}

const assignment = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;

/**
 * Reads a `.env` file: `NAME=value` lines, an optional `export`, comments, single quotes (taken as they are) and double
 * quotes (with `\n`, `\t`, `\"`, `\\`, `\$`). A value is on one line, and variables in it are not replaced.
 */
export function parseDotEnv(file: string, text: string): DotEnv {
  const variables: Record<string, string> = {};
  const problems: Problem[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const trimmed = line.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const [, name, written = ''] = assignment.exec(trimmed) ?? [];
    const value = name === undefined ? undefined : unquote(written);
    if (name !== undefined && value !== undefined) variables[name] = value;
    else {
      const message = name === undefined ? 'this is not NAME=value' : `the quotes of ${name} are not closed`;
      problems.push({
        place: { file, line: index + 1, column: 1 },
        path: '',
        message,
        hint: 'correct the line, or begin it with #',
      });
    }
  }
  return { variables, problems };
}

function unquote(written: string): string | undefined {
  const quote = written.charAt(0);
  if (quote === "'") return /^'([^']*)'\s*(#.*)?$/.exec(written)?.[1];
  if (quote !== '"') return written.replace(/(^|\s)#.*$/, '').trim();
  const inner = /^"((?:[^"\\]|\\.)*)"\s*(#.*)?$/.exec(written)?.[1];
  return inner?.replace(/\\(.)/g, (_, char: string) => ({ n: '\n', t: '\t', r: '\r' })[char] ?? char);
}
