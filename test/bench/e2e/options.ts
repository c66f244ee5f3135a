import { parseArgs } from 'node:util';
import { positive } from '../support/numbers.js';

export const usage = `npm run bench:e2e -- [options]

  --events N        rows that are written for each rate (default 40000)
  --rounds N        runs of each width (default 3)
  --columns N,N     widths of the table: text columns beside the key (default 4,20)
  --seconds N       how long latency is measured for (default 15)
  --json            end with the medians of the first width in a line of JSON
  --help            show this

CDCCTL_TEST_STACK_DIR=DIR uses the stack that runs in DIR instead of one of its own.
`;

export interface Options {
  events: number;
  rounds: number;
  columns: number[];
  seconds: number;
  json: boolean;
  help: boolean;
}

/** @throws Error for arguments that are not understood */
export function parseOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      events: { type: 'string', default: '40000' },
      rounds: { type: 'string', default: '3' },
      columns: { type: 'string', default: '4,20' },
      seconds: { type: 'string', default: '15' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    events: positive('--events', values.events),
    rounds: positive('--rounds', values.rounds),
    columns: values.columns.split(',').map((text) => positive('--columns', text)),
    seconds: positive('--seconds', values.seconds),
    json: values.json,
    help: values.help,
  };
}
