import { parseArgs } from 'node:util';
import { positive } from '../support/numbers.js';

export const usage = `npm run bench:replay -- [options]

  --letters N    dead letters (default 100000)
  --rounds N     runs of each (default 3)
  --json         end with the medians in a line of JSON
  --help         show this

CDCCTL_TEST_STACK_DIR=DIR uses the stack that runs in DIR instead of one of its own.
`;

export interface Options {
  letters: number;
  rounds: number;
  json: boolean;
  help: boolean;
}

/** @throws Error for arguments that are not understood */
export function parseOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      letters: { type: 'string', default: '100000' },
      rounds: { type: 'string', default: '3' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const letters = positive('--letters', values.letters);
  if (letters % 1000 !== 0) throw new Error(`--letters takes thousands, not ${letters}`);
  return { letters, rounds: positive('--rounds', values.rounds), json: values.json, help: values.help };
}
