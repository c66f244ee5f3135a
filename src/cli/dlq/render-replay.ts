import { type LetterOutcome } from '../../dead-letters/replay/outcomes.js';
import { type ReplayReport } from '../../dead-letters/replay/replay.js';
import { table } from '../../output/table.js';

export interface PipelineReplay extends ReplayReport {
  pipeline: string;
  /** What became of letters that were not applied, or would be put back; the first of them. */
  letters: LetterOutcome[];
}

const mostRows = 50;

/** What became of a replay, for people. */
export function renderReplay({ pipeline, replay, counts, letters }: PipelineReplay): string {
  const { planned, applied, failed, pending, skipped, discarded } = counts;
  const parts = [
    planned > 0 && `${planned} would be put back`,
    applied > 0 && `${applied} applied`,
    failed > 0 && `${failed} failed again`,
    pending > 0 && `${pending} sent and not consumed yet`,
    skipped > 0 && `${skipped} skipped`,
    discarded > 0 && `${discarded} discarded`,
  ].filter((part) => part !== false);
  const summary = parts.length === 0 ? 'no dead letters to put back' : parts.join(', ');
  const title = `${pipeline}${replay === null ? '' : `, replay ${replay}`}: ${summary}`;
  if (letters.length === 0) return title;
  const rows = letters
    .slice(0, mostRows)
    .map(({ id, attempt, outcome, to, reason }) => [id, attempt, outcome, to ?? '', reason ?? '']);
  const left = planned + failed + pending + skipped + discarded - rows.length;
  return [
    table(['letter', 'attempt', 'outcome', 'to', 'reason'], rows),
    ...(left > 0 ? [`… and ${left} more: --results writes all of them to a file`] : []),
    '',
    title,
  ].join('\n');
}
