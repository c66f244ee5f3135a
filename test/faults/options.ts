import { parseArgs } from 'node:util';
import { positive } from '../bench/support/numbers.js';

export const usage = `npm run test:faults -- [options]

  --seed N       of the load and of when things go wrong (default: random)
  --fault NAME   only this one (repeatable); --list names them
  --rate N       statements a second (default 150)
  --results FILE one line of JSON for each fault; those that are in it are not made again (default: none)
  --list         names the faults and ends
  --help         show this

CDCCTL_TEST_STACK_DIR=DIR uses the stack that runs in DIR instead of one of its own.
`;

export interface Options {
  seed: number;
  faults: string[];
  ratePerSecond: number;
  results: string | undefined;
  list: boolean;
  help: boolean;
}

/** @throws Error for arguments that are not understood */
export function parseOptions(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      seed: { type: 'string', default: String(Math.ceil(Math.random() * 1e6)) },
      fault: { type: 'string', multiple: true, default: [] },
      rate: { type: 'string', default: '150' },
      results: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    seed: positive('--seed', values.seed),
    faults: values.fault,
    ratePerSecond: positive('--rate', values.rate),
    results: values.results,
    list: values.list,
    help: values.help,
  };
}
