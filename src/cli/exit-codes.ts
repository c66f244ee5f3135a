import { exitCodes } from '../errors.js';

/** What a command's own findings are; the other codes mean the same for all commands. */
export type ExitCodeNotes = Partial<Record<'finding' | 'partial', string>>;

const meanings: Record<keyof typeof exitCodes, string> = {
  ok: 'fine',
  bug: 'a bug',
  invalid: 'wrong usage or an invalid definition',
  finding: 'a finding: a difference, a failed task, a service that does not run',
  partial: 'inconclusive: something could not be read, or rows were refused',
  unreachable: 'a system is unreachable, or the time is over',
  unauthorised: 'not authorised',
  interrupted: 'interrupted (143 by SIGTERM)',
};

/** The exit codes that all commands share, as the end of `cdcctl --help`. */
export function sharedExitCodesHelp(): string {
  return exitCodesHelp(meanings);
}

/** The exit codes in which a command differs, as the end of its `--help`. */
export function exitCodesHelp(notes: Partial<Record<keyof typeof exitCodes, string>>): string {
  const lines = Object.entries(notes).map(
    ([name, meaning]) => `  ${String(exitCodes[name as keyof typeof exitCodes]).padEnd(4)} ${meaning}`,
  );
  return ['', 'Exit codes:', ...lines].join('\n');
}
