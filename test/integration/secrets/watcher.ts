import { OperatorError } from '../../../src/errors.js';
import { waitFor } from '../../../src/wait.js';
import { cdcctl, type CliRun } from '../../support/cli.js';
import { stackDirectory } from '../../support/services.js';

/** `secrets watch` in this process. */
export interface Watcher {
  lines: () => { level: string; message: string }[];
  said: (text: string) => Promise<unknown>;
  stop: () => Promise<CliRun>;
}

/** @param argv the definition, as options of a command */
export function startWatcher(argv: string[]): Watcher {
  const abort = new AbortController();
  let log = '';
  const run = cdcctl(['secrets', 'watch', '--interval', '1s', ...argv], {
    cwd: stackDirectory,
    signal: abort.signal,
    onStderr: (text) => (log += text),
  });
  const lines = () =>
    log
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { level: string; message: string });
  return {
    lines,
    said: (text) =>
      waitFor({ what: `the watcher to say "${text}"; it said ${log}`, timeoutMs: 60_000 }, () =>
        Promise.resolve(lines().find(({ message }) => message.includes(text))),
      ),
    stop: () => {
      abort.abort(new OperatorError({ kind: 'interrupted', message: 'interrupted by the test' }));
      return run;
    },
  };
}
