import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { positive } from '../support/numbers.js';

export const usage = `npm run bench:e2e -- [options]

  --events N        rows that are written for each rate (default 40000)
  --rounds N        runs of each width and batch size (default 3)
  --columns N,N     widths of the table: text columns beside the key (default 4,20)
  --batch-sizes N,N spec.tables[].sink.batchSize; each with each width (default 5000)
  --overlay FILE    YAML of spec that is laid over the example's, to try settings of the connectors
  --seconds N       how long latency is measured for (default 15)
  --json            end with the medians of the first of them in a line of JSON
  --help            show this

CDCCTL_TEST_STACK_DIR=DIR uses the stack that runs in DIR instead of one of its own.
`;

export interface Options {
  events: number;
  rounds: number;
  columns: number[];
  batchSizes: number[];
  /** YAML of spec, indented as below it. */
  overlay: string | undefined;
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
      'batch-sizes': { type: 'string', default: '5000' },
      overlay: { type: 'string' },
      seconds: { type: 'string', default: '15' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  return {
    events: positive('--events', values.events),
    rounds: positive('--rounds', values.rounds),
    columns: values.columns.split(',').map((text) => positive('--columns', text)),
    batchSizes: values['batch-sizes'].split(',').map((text) => positive('--batch-sizes', text)),
    overlay: values.overlay === undefined ? undefined : readFileSync(values.overlay, 'utf8').replace(/^/gm, '  '),
    seconds: positive('--seconds', values.seconds),
    json: values.json,
    help: values.help,
  };
}
