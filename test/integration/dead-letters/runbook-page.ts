import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A command of the runbook. */
export interface RunbookCommand {
  /** The title of the section that it stands in, without its number. */
  section: string;
  text: string;
  /** What `# exit code 4` behind it says; 0 without that. */
  exitCode: number;
}

const file = join(import.meta.dirname, '../../../docs/runbooks/dead-letters.md');

/**
 * The commands of all code blocks, in their order; each has one line.
 * @throws Error for a block that is indented instead of fenced
 */
export function readRunbook(): RunbookCommand[] {
  const commands: RunbookCommand[] = [];
  let section = '';
  let isInBlock = false;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line.startsWith('```')) isInBlock = !isInBlock;
    else if (isInBlock && line.trim() !== '') commands.push({ section, ...commandOf(line) });
    else if (/^( {4}|\t)/.test(line)) throw new Error(`${line}: an indented block would not be run`);
    else if (!isInBlock) section = /^#+ (?:\d+\. )?(.*)$/.exec(line)?.[1] ?? section;
  }
  return commands;
}

function commandOf(line: string): Pick<RunbookCommand, 'text' | 'exitCode'> {
  const [, text = line, exitCode = '0'] = /^(.*?) # exit code (\d+)$/.exec(line) ?? [];
  return { text, exitCode: Number(exitCode) };
}
