import { parseArgs } from 'node:util';
import { positive } from '../support/numbers.js';

export const usage = `npm run bench:apply -- [options]

  --events N     events in the topic (default 60000)
  --rounds N     runs of each sink (default 3)
  --seed N       seed of the events (default 1)
  --row-by-row   also measure the stock upsert without rewritten batches
  --json         end with the medians in a line of JSON
  --help         show this

CDCCTL_TEST_STACK_DIR=DIR uses the stack that runs in DIR instead of one of its own.
`;

export interface Options {
  events: number;
  rounds: number;
  seed: number;
  rowByRow: boolean;
  json: boolean;
  help: boolean;
}

/** @throws Error for arguments that are not understood */
export function parseOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      events: { type: 'string', default: '60000' },
      rounds: { type: 'string', default: '3' },
      seed: { type: 'string', default: '1' },
      'row-by-row': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    events: positive('--events', values.events),
    rounds: positive('--rounds', values.rounds),
    seed: positive('--seed', values.seed),
    rowByRow: values['row-by-row'],
    json: values.json,
    help: values.help,
  };
}
