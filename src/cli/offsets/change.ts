import { type ConnectorOffset } from '../../clients/connect.js';
import { type NamedConnector } from '../../tables/named-connectors.js';
import { type ChangedOffsets } from '../../deploy/operate/offsets/change.js';
import { OperatorError } from '../../errors.js';
import { table } from '../../output/table.js';
import { confirm } from '../confirm.js';
import { type CliContext, type CommandRun } from '../context.js';
import { offsetRows } from './offset-rows.js';

export interface ChangeFlags {
  timeout: number;
  yes: boolean;
}

/** Offsets that a connector is to get; undefined removes all. */
export interface PlannedOffsets {
  connector: NamedConnector;
  offsets: ConnectorOffset[] | undefined;
}

export interface ChangeResult {
  connectors: ChangedOffsets[];
}

/** Asks, and changes offsets connector by connector. */
export async function changeAll(
  context: CliContext,
  run: CommandRun,
  { planned, flags }: { planned: PlannedOffsets[]; flags: ChangeFlags },
): Promise<ChangeResult> {
  const { changeOffsets } = await import('../../deploy/operate/offsets/change.js');
  const meanings: string[] = [];
  for (const one of planned) meanings.push(await meaningOf(one, run.signal));
  if (!flags.yes && !(await confirm(context, `${meanings.join('\n')}\nThe connectors are stopped meanwhile. Go on?`))) {
    throw new OperatorError({ kind: 'invalid', message: 'not confirmed; nothing was changed' });
  }
  if (flags.yes) meanings.forEach((meaning) => run.output.log('info', meaning));
  const connectors: ChangedOffsets[] = [];
  for (const { connector, offsets } of planned) {
    connectors.push(
      await changeOffsets({
        connector,
        offsets,
        // Also where the rest fails.
        onPrevious: (previous) =>
          run.output.log(
            'info',
            `before: ${JSON.stringify({ connectors: [{ connector: connector.name, previous }] })}`,
          ),
        timeoutMs: flags.timeout,
        onProgress: run.progress,
        signal: run.signal,
      }),
    );
  }
  return { connectors };
}

async function meaningOf({ connector, offsets }: PlannedOffsets, signal: AbortSignal): Promise<string> {
  const { name, kind } = connector;
  if (kind === 'source') {
    const what =
      offsets === undefined ? 'begins at the oldest commit log that is still there' : 'goes on at the positions given';
    return `${name} ${what}: what it has read before is read again, which changes nothing in PostgreSQL; what lies before a later position is never read, and only \`verify\` finds it`;
  }
  const { readOffsets } = await import('../../deploy/operate/offsets/read.js');
  const { effectOn } = await import('../../deploy/operate/offsets/effect.js');
  const { offsets: current } = await readOffsets(connector, signal);
  if (offsets === undefined)
    return `${name} reads its topic again from its beginning, which changes nothing in PostgreSQL`;
  const { again, skipped } = effectOn(current, offsets);
  return `${name} reads ${again} records again, which changes nothing in PostgreSQL, and ${skipped === 0 ? 'skips none' : `SKIPS ${skipped} records: only \`verify\` finds what was in them`}`;
}

export function renderChange({ connectors }: ChangeResult): string {
  return table(
    ['connector', 'partition', 'before', 'now', 'state'],
    connectors.flatMap(({ connector, previous, current, state }) => {
      const before = new Map(offsetRows(connector, previous).map(([, partition, offset]) => [partition, offset]));
      const now = new Map(offsetRows(connector, current).map(([, partition, offset]) => [partition, offset]));
      return [...new Set([...before.keys(), ...now.keys()])]
        .filter((partition) => partition !== '-' || before.size + now.size === 2)
        .map((partition) => [
          connector,
          partition ?? '',
          before.get(partition) ?? '-',
          now.get(partition) ?? '-',
          state,
        ]);
    }),
  );
}
