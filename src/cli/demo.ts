import { Command, Option } from 'commander';
import { type GenerateReport } from '../generate/report.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type VerifyReport } from '../verify/report.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { loadFromOptions } from './definition-options.js';
import { deployPipeline, type DeployResult } from './deploy.js';
import { parseCount } from './numbers.js';
import { withOpenPipeline } from './open-pipeline.js';
import { startAndFurnish } from './up.js';
import { verifyExitCode, verifyExitCodes } from './verify-exit-code.js';
import { renderVerifyReport } from './verify-report.js';

interface DemoOptions {
  count: number;
  seed: number;
}

interface DemoData {
  deployed: DeployResult[];
  generated: GenerateReport[];
  verified: VerifyReport;
}

const timeoutMs = 300_000;

/** The example is nobody's data: nothing has to be asked. */
const asNew = { wait: true, dryRun: false, prune: false, approve: () => Promise.resolve() };

export function demoCommand(context: CliContext): Command {
  const command = new Command('demo')
    .description('the whole pipeline in one command: up, deploy, generate, wait until caught up, verify')
    .addOption(new Option('--count <n>', 'statements to write').argParser(parseCount).default(5000))
    .addOption(new Option('--seed <n>', 'of the mock data').argParser(parseCount).default(1));
  return attach<DemoOptions, DemoData>(command, context, {
    run: async (run, options) => {
      const say = (text: string) => run.output.heading(text);
      say('1. Start Cassandra, Kafka, Kafka Connect, a schema registry and PostgreSQL (cdcctl up)');
      await startAndFurnish(run, {});
      const pipelines = await examplePipelines(run, context.stdin);

      say('2. Deploy the example pipeline, templates/pipelines/warehouse.yaml (cdcctl deploy --wait)');
      const deployed: DeployResult[] = [];
      for (const pipeline of pipelines) {
        deployed.push(await deployPipeline(run, pipeline, { ...asNew, timeout: timeoutMs }));
      }

      say(`3. Write ${options.count} inserts, partial updates and deletes to Cassandra (cdcctl generate)`);
      const generated: GenerateReport[] = [];
      for (const pipeline of pipelines) generated.push(await write(run, pipeline, options));

      say('4. Wait until they have passed Kafka and are merged in PostgreSQL');
      for (const pipeline of pipelines) await catchUp(run, pipeline);

      say('5. Compare every row on both sides (cdcctl verify)');
      const verified = await compare(run, pipelines);
      return { data: { deployed, generated, verified }, exitCode: verifyExitCode(verified.tables) };
    },
    exitCodes: verifyExitCodes,
    // npm sets this for npx: the commands can then be copied as they stand.
    render: ({ verified }, { env }) =>
      `${renderVerifyReport(verified)}\n\n${nextSteps(env.npm_command === 'exec' ? 'npx cdcctl' : 'cdcctl')}`,
  });
}

/** The local stack's own addresses go before what the shell has set. */
async function examplePipelines(run: CommandRun, stdin: NodeJS.ReadableStream): Promise<Pipeline[]> {
  const { localStackEnvironment } = await import('../stack/environment.js');
  const { starterPipeline } = await import('../pipeline/default-file.js');
  const env = { ...run.env, ...(await localStackEnvironment(run.cwd)) };
  return loadFromOptions({ ...run, env }, { file: starterPipeline(env), set: [] }, stdin);
}

async function write(run: CommandRun, pipeline: Pipeline, { count, seed }: DemoOptions): Promise<GenerateReport> {
  const { generate } = await import('../generate/generate.js');
  return withOpenPipeline(pipeline, ({ cassandra, tables }) =>
    generate({
      client: cassandra,
      tables: tables.map(({ source }) => source),
      seed,
      count,
      onProgress: run.progress,
      signal: run.signal,
    }),
  );
}

async function catchUp(run: CommandRun, pipeline: Pipeline): Promise<void> {
  const { waitUntilCaughtUp } = await import('../lag/caught-up.js');
  const { progress: onProgress, signal, now } = run;
  await waitUntilCaughtUp({ pipeline, timeoutMs, onProgress, signal, now });
}

async function compare(run: CommandRun, pipelines: Pipeline[]): Promise<VerifyReport> {
  const { verifyPipelines } = await import('../verify/verify.js');
  return verifyPipelines(pipelines, {
    limit: 20,
    maxWaitMs: 30_000,
    consistency: 'LOCAL_QUORUM',
    onProgress: run.progress,
    signal: run.signal,
  });
}

function nextSteps(cdcctl: string): string {
  return `The stack goes on running. What to look at next:
  ${cdcctl} status                 connectors, tasks and offsets
  ${cdcctl} generate --rate 200    write on; Ctrl-C ends it
  ${cdcctl} verify                 compare again, also while writes go on
  ${cdcctl} render                 the connectors and the SQL that make this work
  eval "$(${cdcctl} env)"          addresses for your own tools:
    psql "$DATABASE_URL" -c 'SELECT * FROM warehouse.users LIMIT 5'
  ${cdcctl} down                   stop it; with --volumes the data goes too`;
}
