import { type LetterState } from '../../dead-letters/letter.js';
import { type LetterList } from '../../dead-letters/list-letters.js';
import { type CliContext, type CommandRun } from '../context.js';
import { type DefinitionFlags, loadFromOptions } from '../definition-options.js';
import { selectionOf, type SelectionFlags, warnOfUnknownTables } from './selection-options.js';

/** The selected letters of each pipeline; their warnings are told. */
export async function letterLists(
  { run, context, flags }: { run: CommandRun; context: CliContext; flags: DefinitionFlags & SelectionFlags },
  wanted: { states: readonly LetterState[]; rows: number },
): Promise<LetterList[]> {
  const { listLetters } = await import('../../dead-letters/list-letters.js');
  const { withLetterSystems } = await import('../../dead-letters/systems.js');
  const lists: LetterList[] = [];
  const pipelines = await loadFromOptions(run, flags, context.stdin);
  warnOfUnknownTables(run, pipelines, flags);
  const options = { ...wanted, selection: selectionOf(run, flags), now: run.now, signal: run.signal };
  for (const pipeline of pipelines) {
    const list = await withLetterSystems(pipeline, (systems) => listLetters(systems, options));
    list.warnings.forEach((warning) => run.output.warn(warning));
    lists.push(list);
  }
  return lists;
}
