import { setTimeout as sleep } from 'node:timers/promises';
import { Command, Option } from 'commander';
import { type Client } from 'pg';
import { type VaultClient } from '../clients/vault.js';
import { type RotationReport } from '../deploy/secrets/rotate.js';
import { messageOf, OperatorError } from '../errors.js';
import { Output } from '../output/output.js';
import { progressOn } from '../output/progress.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type VaultSessions } from '../secrets/vault-sessions.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, definitionOptions } from './definition-options.js';
import { parseDurationMs } from './duration.js';
import { withOpenPipeline } from './open-pipeline.js';

interface WatchFlags extends DefinitionFlags {
  interval: number;
  timeout: number;
}

/** A login of its own to Vault, and with it to PostgreSQL, is made anew this often. */
const longestSessionMs = 3_600_000;

export function watchCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('watch').description(
      'renew what Vault leased to the connectors and rotate it in time, until interrupted; of several processes one works and the others wait',
    ),
  )
    .addOption(
      new Option('--interval <duration>', 'pause between two looks').argParser(parseDurationMs).default(60_000, '1m'),
    )
    .addOption(
      new Option('--timeout <duration>', 'bound of the wait for one connector')
        .argParser(parseDurationMs)
        .default(60_000, '1m'),
    );
  return attach<WatchFlags, never>(command, context, {
    run: async (run, flags) => {
      const output = new Output({ ...run.output.options, logFormat: 'json', interactive: false });
      const logging: CommandRun = { ...run, output, progress: progressOn(output) };
      for (;;) await watchOnce(logging, flags, context.stdin);
    },
    render: () => '',
  });
}

/** Watches until a login has to be made anew, or something fails: a system that is away is waited for. */
async function watchOnce(run: CommandRun, flags: WatchFlags, stdin: NodeJS.ReadableStream): Promise<void> {
  const { VaultSessions } = await import('../secrets/vault-sessions.js');
  const { loadWithSessions } = await import('./definition-options.js');
  const sessions = new VaultSessions();
  try {
    const pipelines = await loadWithSessions(await definitionOptions(run, flags, stdin), sessions);
    const leaseMs = (await sessions.shortestLeaseSeconds()) * 1000;
    const until = Date.now() + Math.min(longestSessionMs, leaseMs / 2);
    await Promise.all(pipelines.map((pipeline) => watchPipeline(run, { pipeline, sessions, flags, until })));
  } catch (error) {
    run.signal.throwIfAborted();
    if (!(error instanceof OperatorError) || error.kind === 'invalid') throw error;
    const where = error.resource === undefined ? '' : `${error.resource}: `;
    run.output.log('error', `${where}${error.message}; trying again`);
    // What was rolled back has restarted sinks: not again at once.
    const pauseMs = error.kind === 'finding' ? 5 * flags.interval : flags.interval;
    await sleep(pauseMs, undefined, { signal: run.signal });
  } finally {
    await sessions.close().catch((error: unknown) => run.output.log('warn', messageOf(error)));
  }
}

interface Watch {
  pipeline: Pipeline;
  sessions: VaultSessions;
  flags: WatchFlags;
  /** When the logins of this process are to be made anew. */
  until: number;
}

/** Returns when the logins of this process are to be made anew, or values have changed, which are then read again. */
async function watchPipeline(run: CommandRun, { pipeline, sessions, flags, until }: Watch): Promise<void> {
  const { withPostgres } = await import('../clients/postgres.js');
  const { tryLock } = await import('../deploy/secrets/lock.js');
  const { vaultOf } = await import('../deploy/secrets/logins.js');
  const { valuesDigest } = await import('../deploy/secrets/values.js');
  const vault = await sessions.of(vaultOf(pipeline));
  const values = await valuesDigest(pipeline, vault);
  await withPostgres(pipeline.postgresql, async (postgres) => {
    let isActive = false;
    do {
      if (!isActive) {
        isActive = await tryLock(postgres, pipeline, 'watch');
        run.output.log('info', `${pipeline.name}: ${isActive ? 'watching' : 'another process watches'}`, {
          pipeline: pipeline.name,
        });
      }
      if (isActive) {
        const due = await dueNow(run, { pipeline, vault, postgres });
        if (due !== null) {
          run.output.log('info', `${pipeline.name}: rotating, ${due}`, { pipeline: pipeline.name });
          await rotate(run, pipeline, flags);
        }
        if ((await valuesDigest(pipeline, vault)) !== values) return;
      }
      await sleep(flags.interval, undefined, { signal: run.signal });
    } while (Date.now() < until);
  });
}

interface Look {
  pipeline: Pipeline;
  vault: VaultClient;
  postgres: Client;
}

/** Why it is time to rotate; null where it is not. */
async function dueNow(run: CommandRun, { pipeline, vault, postgres }: Look): Promise<string | null> {
  const { renewLogin } = await import('../deploy/secrets/renew.js');
  const { valuesAreOutdated } = await import('../deploy/secrets/values.js');
  // A connection that was lost meanwhile has lost the lock, too: renewing begins with a query.
  const renewal = await renewLogin(pipeline, { vault, postgres });
  if (renewal !== undefined) {
    run.output.log('debug', `${pipeline.name}: ${renewal.username} has ${renewal.secondsLeft} s left`, {
      pipeline: pipeline.name,
    });
    if (renewal.due !== null) return renewal.due;
  }
  return (await valuesAreOutdated(pipeline)) ? 'the connectors do not have the values of Vault yet' : null;
}

async function rotate(run: CommandRun, pipeline: Pipeline, { timeout: timeoutMs }: WatchFlags): Promise<void> {
  const { rotateSecrets } = await import('../deploy/secrets/rotate.js');
  const { progress: onProgress, signal } = run;
  const report = await withOpenPipeline(pipeline, ({ rendered }) =>
    rotateSecrets({ pipeline, rendered, timeoutMs, onProgress, signal }),
  );
  warnOfAgents(run, report);
}

/** Says whose agents operators have to bring the new values to. */
export function warnOfAgents({ output }: CommandRun, { pipeline, agents }: RotationReport): void {
  if (agents.length === 0) return;
  output.warn(
    `the agents of ${agents.join(', ')} are not reached from here: put the newest values into agent.env and kafka-jaas.conf on their nodes, and there systemctl restart ${pipeline}-agent`,
    { pipeline },
  );
}
