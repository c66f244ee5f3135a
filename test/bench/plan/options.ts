import { parseArgs } from 'node:util';
import { positive } from '../support/numbers.js';

export const usage = `npm run bench:plan -- [options]

  --tables N     tables, each with a sink connector (default 200)
  --rounds N     runs of each (default 7)
  --json         end with the medians in a line of JSON
  --help         show this

CDCCTL_TEST_STACK_DIR=DIR uses the stack that runs in DIR instead of one of its own.
`;

export interface Options {
  tables: number;
  rounds: number;
  json: boolean;
  help: boolean;
}

/** @throws Error for arguments that are not understood */
export function parseOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      tables: { type: 'string', default: '200' },
      rounds: { type: 'string', default: '7' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    tables: positive('--tables', values.tables),
    rounds: positive('--rounds', values.rounds),
    json: values.json,
    help: values.help,
  };
}
