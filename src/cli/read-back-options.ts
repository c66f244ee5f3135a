import { type Command, Option } from 'commander';
import { type ReadBackOptions } from '../rows/read-back.js';
import { type Consistency, consistencyLevels } from '../rows/consistency.js';
import { type CommandRun } from './context.js';
import { parseCount } from './numbers.js';

export interface ReadBackFlags {
  rate?: number;
  consistency: Consistency;
}

/** Adds the flags of commands that read rows back from Cassandra. */
export function addReadBackOptions(command: Command): Command {
  return command
    .addOption(new Option('--rate <n>', 'reads from Cassandra per second at most').argParser(parseCount))
    .addOption(
      new Option('--consistency <level>', 'consistency level of the reads; what it does not find is deleted')
        .choices(consistencyLevels)
        .default('LOCAL_QUORUM'),
    );
}

/** How Cassandra is to be read. */
export async function readBackOptions(
  { signal }: CommandRun,
  { rate, consistency }: ReadBackFlags,
): Promise<Pick<ReadBackOptions, 'pace' | 'consistency' | 'signal'>> {
  const { createPacer } = await import('../pacer.js');
  const { driverConsistency } = await import('../rows/driver-consistency.js');
  return {
    pace: rate === undefined ? () => Promise.resolve() : createPacer({ ratePerSecond: rate, signal }),
    consistency: driverConsistency[consistency],
    signal,
  };
}
