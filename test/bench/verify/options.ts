import { parseArgs } from 'node:util';
import { positive } from '../support/numbers.js';

export const usage = `npm run bench:verify -- [options]

  --rows N       rows on both sides (default 1000000, at least 20000)
  --rounds N     runs of each way to compare (default 3)
  --max-wait D   how long verify lets a row be on its way (default 10s)
  --skip-growth  do not measure the memory at three times the rows
  --json         end with the medians in a line of JSON
  --help         show this

CDCCTL_TEST_STACK_DIR=DIR uses the stack that runs in DIR instead of one of its own.
`;

export interface Options {
  rows: number;
  rounds: number;
  /** A duration as the command line takes it. */
  maxWait: string;
  skipGrowth: boolean;
  json: boolean;
  help: boolean;
}

/** Room for the differences that are planted. */
const fewestRows = 20_000;

/** @throws Error for arguments that are not understood */
export function parseOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      rows: { type: 'string', default: '1000000' },
      rounds: { type: 'string', default: '3' },
      'max-wait': { type: 'string', default: '10s' },
      'skip-growth': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const rows = positive('--rows', values.rows);
  if (rows < fewestRows) throw new Error(`--rows takes ${fewestRows} at least, not ${rows}`);
  return {
    rows,
    rounds: positive('--rounds', values.rounds),
    maxWait: values['max-wait'],
    skipGrowth: values['skip-growth'],
    json: values.json,
    help: values.help,
  };
}
