import { parseArgs } from 'node:util';
import { positive } from '../bench/support/numbers.js';

export const usage = `npm run test:soak -- [options]

  --minutes N   how long it writes (default 60)
  --rate N      statements a second (default 300): as many as the machine sustains
  --seed N      of the load (default: random)
  --json        end with the figures in a line of JSON
  --help        show this

CDCCTL_TEST_STACK_DIR=DIR uses the stack that runs in DIR instead of one of its own.
`;

export interface Options {
  minutes: number;
  ratePerSecond: number;
  seed: number;
  json: boolean;
  help: boolean;
}

/** @throws Error for arguments that are not understood */
export function parseOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      minutes: { type: 'string', default: '60' },
      rate: { type: 'string', default: '300' },
      seed: { type: 'string', default: String(Math.ceil(Math.random() * 1e6)) },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    minutes: positive('--minutes', values.minutes),
    ratePerSecond: positive('--rate', values.rate),
    seed: positive('--seed', values.seed),
    json: values.json,
    help: values.help,
  };
}
