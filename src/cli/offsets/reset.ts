import { Command } from 'commander';
import { OperatorError } from '../../errors.js';
import { attach } from '../command.js';
import { type CliContext } from '../context.js';
import { loadFromOptions } from '../definition-options.js';
import { addSelectionOptions, type SelectionFlags, selectionOf } from '../operate/selection-options.js';
import { changeAll, type ChangeFlags, type ChangeResult, renderChange } from './change.js';
import { addChangeOptions } from './change-options.js';

type ResetFlags = SelectionFlags & ChangeFlags;

export function resetCommand(context: CliContext): Command {
  const command = addChangeOptions(
    addSelectionOptions(
      new Command('reset').description('forget how far connectors have read: they read again what is still there'),
    ),
  );
  return attach<ResetFlags, ChangeResult>(command, context, {
    run: async (run, flags) => {
      const { isEverything, selectConnectors } = await import('../../deploy/operate/connectors.js');
      const selection = selectionOf(flags);
      if (isEverything(selection)) throw nothingNamed();
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      const planned = selectConnectors(pipelines, selection).map((connector) => ({ connector, offsets: undefined }));
      return { data: await changeAll(context, run, { planned, flags }) };
    },
    exitCodes: { finding: 'a connector is not there, or does not come back' },
    render: renderChange,
  });
}

export function nothingNamed(): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    message: 'no connector is named',
    hint: 'name some with --table, --node or --connector',
  });
}
