import { Command } from 'commander';
import { type ConnectorOffsets } from '../../deploy/operate/offsets/read.js';
import { table } from '../../output/table.js';
import { attach } from '../command.js';
import { type CliContext } from '../context.js';
import { loadFromOptions } from '../definition-options.js';
import { addSelectionOptions, type SelectionFlags, selectionOf } from '../operate/selection-options.js';
import { offsetRows } from './offset-rows.js';

export function getCommand(context: CliContext): Command {
  const command = addSelectionOptions(
    new Command('get').description(
      'show the offsets that Connect keeps; with -o json as `offsets set --from` takes them',
    ),
  );
  return attach<SelectionFlags, { connectors: ConnectorOffsets[] }>(command, context, {
    run: async (run, flags) => {
      const { selectConnectors } = await import('../../deploy/operate/connectors.js');
      const { readOffsets } = await import('../../deploy/operate/offsets/read.js');
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      const connectors: ConnectorOffsets[] = [];
      for (const one of selectConnectors(pipelines, selectionOf(flags))) {
        connectors.push(await readOffsets(one, run.signal));
      }
      return { data: { connectors } };
    },
    exitCodes: { finding: 'a connector is not there' },
    render: ({ connectors }) =>
      table(
        ['connector', 'partition', 'offset'],
        connectors.flatMap(({ connector, offsets }) => offsetRows(connector, offsets)),
      ),
  });
}
