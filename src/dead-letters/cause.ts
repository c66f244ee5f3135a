import { createHash } from 'node:crypto';

/** What failures have in common: the message without what is of one record alone, and a short name for all of it. */
export function causeOf(failure: { stage: string; errorClass: string; message: string }): {
  cause: string;
  pattern: string;
} {
  const pattern = failure.message
    .replace(/'[^']*'|"[^"]*"/g, '…')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|-?\d[\d.,:]*/gi, '…');
  const digest = createHash('sha256').update([failure.stage, failure.errorClass, pattern].join('\n')).digest('hex');
  return { cause: digest.slice(0, 8), pattern };
}
