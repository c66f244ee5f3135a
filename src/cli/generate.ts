import { Command, InvalidArgumentError, Option } from 'commander';
import { OperatorError } from '../errors.js';
import { type GenerateReport } from '../generate/report.js';
import { table } from '../output/table.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { collect } from './collect.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { parseDurationMs } from './duration.js';

interface GenerateFlags extends DefinitionFlags {
  table: string[];
  keyspace?: string;
  count?: number;
  duration?: number;
  rate?: number;
  concurrency?: number;
  keys?: number;
  mix?: string;
  edgeCases?: number;
  seed?: number;
}

export function generateCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('generate').description('write mock data to the Cassandra tables of a pipeline, or to any others'),
  )
    .addOption(new Option('--table <name>', 'only this table (repeatable)').argParser(collect).default([], 'all'))
    .option('--keyspace <name>', "keyspace of --table; the pipeline's own without it")
    .addOption(new Option('--count <n>', 'stop after so many statements').argParser(parseNumber))
    .addOption(new Option('--duration <time>', 'stop after this time: 30s, 5m').argParser(parseDurationMs))
    .addOption(new Option('--rate <n>', 'statements per second; as fast as possible without it').argParser(parseNumber))
    .addOption(
      new Option('--mix <weights>', 'kinds of statements: inserts, updates, deletes, partition-deletes').default(
        'inserts=50,updates=40,deletes=10',
      ),
    )
    .addOption(
      new Option('--keys <n>', 'different primary keys for each table').argParser(parseNumber).default(10_000, '10000'),
    )
    .addOption(
      new Option('--edge-cases <share>', 'share of values at the limits of their type, 0 to 1')
        .argParser(parseNumber)
        .default(0.02),
    )
    .addOption(new Option('--concurrency <n>', 'statements in flight at most').argParser(parseNumber).default(64))
    .addOption(
      new Option('--seed <n>', 'the same seed and options repeat a run; random without it').argParser(parseNumber),
    );
  return attach<GenerateFlags, GenerateReport>(command, context, {
    run: async (run, flags) => {
      if (flags.keyspace !== undefined && flags.table.length === 0) {
        throw new OperatorError({
          kind: 'invalid',
          message: '--keyspace says nothing without --table',
          hint: 'name the tables of that keyspace',
        });
      }
      const { randomInt } = await import('node:crypto');
      const seed = flags.seed ?? randomInt(2 ** 32);
      const pipelines = await loadFromOptions(run, flags, context.stdin);
      return { data: await writeToAll(run, pipelines, { ...flags, seed }) };
    },
    render: renderReport,
  });
}

/** All at the same time, since a run may have no end of its own. When one fails, the others stop in order. */
async function writeToAll(
  run: CommandRun,
  pipelines: Pipeline[],
  flags: GenerateFlags & { seed: number },
): Promise<GenerateReport> {
  const { mergeReports } = await import('../generate/report.js');
  const failed = new AbortController();
  const signal = AbortSignal.any([run.signal, failed.signal]);
  const writing = pipelines.map(async (pipeline) => {
    try {
      return await writeTo(pipeline, flags, { ...run, signal });
    } catch (error) {
      failed.abort(error);
      throw error;
    }
  });
  await Promise.allSettled(writing);
  failed.signal.throwIfAborted();
  return mergeReports(await Promise.all(writing));
}

async function writeTo(
  pipeline: Pipeline,
  flags: GenerateFlags & { seed: number },
  run: CommandRun,
): Promise<GenerateReport> {
  const { withCassandra } = await import('../clients/cassandra.js');
  const { readTables } = await import('../tables/read-tables.js');
  const { generate } = await import('../generate/generate.js');
  const { parseMix } = await import('../generate/mix.js');
  const { seed, count, duration, rate, concurrency, keys, mix, edgeCases } = flags;
  return withCassandra(pipeline.cassandra, async (client) =>
    generate({
      client,
      tables: await readTables(client, {
        keyspace: flags.keyspace ?? pipeline.cassandra.keyspace,
        names: flags.table.length > 0 ? flags.table : pipeline.tables.map(({ name }) => name),
      }),
      seed,
      ...(count === undefined ? {} : { count }),
      ...(duration === undefined ? {} : { durationMs: duration }),
      ...(rate === undefined ? {} : { ratePerSecond: rate }),
      ...(concurrency === undefined ? {} : { concurrency }),
      ...(keys === undefined ? {} : { keys }),
      ...(mix === undefined ? {} : { mix: parseMix(mix) }),
      ...(edgeCases === undefined ? {} : { edgeCases }),
      onProgress: run.progress,
      signal: run.signal,
    }),
  );
}

function renderReport(report: GenerateReport): string {
  const rows = report.tables.map((one) => [`${one.keyspace}.${one.table}`, one.inserts, one.updates, one.deletes]);
  const seconds = report.seconds.toFixed(1);
  return [
    table(['table', 'inserts', 'updates', 'deletes'], rows),
    '',
    `${report.statements} statements in ${seconds} s, ${report.perSecond} per second; --seed ${report.seed} repeats them`,
  ].join('\n');
}

function parseNumber(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('a number that is not negative.');
  return Number(text);
}
