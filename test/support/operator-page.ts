import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { type OperatorShell } from './operator-shell.js';

/** A step of a page for operators. */
export interface PageStep {
  /** The title of the section that it stands in, without its number. */
  section: string;
  /** A command of a shell, statements of a database, or what the command before has among its output. */
  language: 'bash' | 'cql' | 'sql' | 'text';
  text: string;
  /** What `# exit code 4` behind a command says; 0 without that. */
  exitCode: number;
}

/** What happens to the systems before a section is read, or before one of its commands is run. */
export type Happenings = Record<string, () => Promise<unknown>>;

export interface PageReader {
  shell: OperatorShell;
  happenings?: Happenings;
  /** Run statements, of which blocks hold several with semicolons between them. */
  cql?: (statement: string) => Promise<unknown>;
  sql?: (statement: string) => Promise<unknown>;
}

/**
 * The steps of all blocks that are run, in their order; each command has one line. Blocks of other languages are not run.
 * @param page below the root of the project
 * @throws Error for a block that is indented instead of fenced
 */
export function readPage(page: string): PageStep[] {
  const steps: PageStep[] = [];
  let section = '';
  let block: { language: string; lines: string[] } | undefined;
  for (const line of readFileSync(join(import.meta.dirname, '../..', page), 'utf8').split('\n')) {
    if (block !== undefined && line === '```') {
      steps.push(...stepsOf(block.language, block.lines).map((step) => ({ section, ...step })));
      block = undefined;
    } else if (block !== undefined) block.lines.push(line);
    else if (line.startsWith('```')) block = { language: line.slice(3), lines: [] };
    else if (/^( {4}|\t)/.test(line)) throw new Error(`${line}: such a block would not be run`);
    else section = /^#+ (?:\d+\. )?(.*)$/.exec(line)?.[1] ?? section;
  }
  return steps;
}

function stepsOf(language: string, lines: string[]): Omit<PageStep, 'section'>[] {
  switch (language) {
    case 'bash':
      return lines.filter((line) => line.trim() !== '').map((line) => ({ language, ...commandOf(line) }));
    case 'cql':
    case 'sql': {
      const statements = lines.join('\n').split(/;\n|;$/);
      return statements.filter((text) => text.trim() !== '').map((text) => ({ language, text, exitCode: 0 }));
    }
    case 'text':
      return [{ language, text: lines.join('\n'), exitCode: 0 }];
    default:
      return [];
  }
}

function commandOf(line: string): Pick<PageStep, 'text' | 'exitCode'> {
  const [, text = line, exitCode = '0'] = /^(.*?) # exit code (\d+)$/.exec(line) ?? [];
  return { text, exitCode: Number(exitCode) };
}

/**
 * Does what a page says, and expects each command to end and to write as the page says, and each happening to have had
 * its place. Returns what the commands wrote, by section.
 */
export async function followPage(page: string, { shell, happenings = {}, cql, sql }: PageReader) {
  const left = new Set(Object.keys(happenings));
  const outputs = new Map<string, string>();
  const statements = { cql, sql };
  let section = '';
  let lastOutput = '';
  for (const step of readPage(page)) {
    for (const name of [...(step.section === section ? [] : [step.section]), step.text]) {
      if (left.delete(name)) await happenings[name]!();
    }
    section = step.section;
    if (step.language === 'text') {
      for (const line of linesOf(step.text)) expect(linesOf(lastOutput)).toContainEqual(line);
    } else if (step.language === 'bash') {
      const { exitCode, output } = await shell.run(step.text);
      expect({ command: step.text, exitCode, output }).toEqual({
        command: step.text,
        exitCode: step.exitCode,
        output: expect.any(String) as unknown,
      });
      // What a page shows is of any command since the last output or statement.
      lastOutput = `${lastOutput}\n${output}`;
      outputs.set(section, `${outputs.get(section) ?? ''}${output}\n`);
      continue;
    } else await statements[step.language]!(step.text);
    lastOutput = '';
  }
  expect([...left]).toEqual([]);
  return outputs;
}

/** Without what differs from run to run: how long something took, and how wide that makes a table. */
function linesOf(output: string): string[] {
  const lines = output.split('\n').map((line) =>
    line
      .replace(/\d+\.\d s/g, '… s')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return lines.filter((line) => line !== '' && line !== '…');
}
