import { Command, Option } from 'commander';
import { type SecretCheck } from '../deploy/secrets/check.js';
import { type RotationReport } from '../deploy/secrets/rotate.js';
import { exitCodes } from '../errors.js';
import { table } from '../output/table.js';
import { attach } from './command.js';
import { type CliContext } from './context.js';
import {
  addDefinitionOptions,
  type DefinitionFlags,
  definitionOptions,
  loadFromOptions,
} from './definition-options.js';
import { parseDurationMs } from './duration.js';
import { withOpenPipeline } from './open-pipeline.js';
import { warnOfAgents, watchCommand } from './secrets-watch.js';

export function secretsCommand(context: CliContext): Command {
  return new Command('secrets')
    .description('check and rotate what a pipeline has from Vault')
    .addCommand(checkCommand(context))
    .addCommand(rotateCommand(context))
    .addCommand(watchCommand(context));
}

interface CheckFlags extends DefinitionFlags {
  maxAge?: number;
}

type CheckedPipeline = { pipeline: string; secrets: SecretCheck[] };

function checkCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('check').description(
      'tell the age of each secret, what its lease has left, and whether the connectors have it; exit code 3 when one is due',
    ),
  ).addOption(
    new Option('--max-age <duration>', 'key-value secrets that are older are due').argParser(parseDurationMs),
  );
  return attach<CheckFlags, { pipelines: CheckedPipeline[] }>(command, context, {
    run: async (run, flags) => {
      const { checkSecrets } = await import('../deploy/secrets/check.js');
      const { vaultOf } = await import('../deploy/secrets/logins.js');
      const { withPostgres } = await import('../clients/postgres.js');
      const { VaultSessions } = await import('../secrets/vault-sessions.js');
      const { loadWithSessions } = await import('./definition-options.js');
      const sessions = new VaultSessions();
      run.atEnd(() => sessions.close());
      const pipelines: CheckedPipeline[] = [];
      for (const pipeline of await loadWithSessions(await definitionOptions(run, flags, context.stdin), sessions)) {
        if (pipeline.secrets.references === undefined) {
          pipelines.push({ pipeline: pipeline.name, secrets: [] });
          continue;
        }
        const vault = await sessions.of(vaultOf(pipeline));
        const secrets = await withPostgres(pipeline.postgresql, (postgres) =>
          checkSecrets({
            pipeline,
            vault,
            postgres,
            now: run.now(),
            ...(flags.maxAge === undefined ? {} : { maxAgeMs: flags.maxAge }),
          }),
        );
        pipelines.push({ pipeline: pipeline.name, secrets });
      }
      const isDue = pipelines.some(({ secrets }) => secrets.some(({ due }) => due !== null));
      return { data: { pipelines }, exitCode: isDue ? exitCodes.finding : exitCodes.ok };
    },
    render: ({ pipelines }) => pipelines.map(renderChecks).join('\n'),
  });
}

function renderChecks({ pipeline, secrets }: CheckedPipeline): string {
  if (secrets.length === 0) return `${pipeline}: it does not refer to Vault`;
  return table(
    ['field', 'in vault', 'version', 'login', 'age', 'left', 'due'],
    secrets.map((one) => [
      one.field,
      one.secret,
      one.version ?? '-',
      one.username ?? '-',
      inHours(one.ageSeconds),
      inHours(one.secondsLeft),
      one.due ?? '-',
    ]),
  );
}

/** `26h 3m`, `3m 20s`. */
function inHours(seconds: number | undefined): string {
  if (seconds === undefined) return '-';
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}h ${minutes}m` : `${minutes}m ${seconds % 60}s`;
}

interface RotateFlags extends DefinitionFlags {
  timeout: number;
}

function rotateCommand(context: CliContext): Command {
  const command = addDefinitionOptions(
    new Command('rotate').description(
      'give the connectors a new login, or the newest values, one after the other; the login before ends when all work with the new one',
    ),
  ).addOption(
    new Option('--timeout <duration>', 'bound of the wait for one connector')
      .argParser(parseDurationMs)
      .default(60_000, '1m'),
  );
  return attach<RotateFlags, { pipelines: RotationReport[] }>(command, context, {
    run: async (run, flags) => {
      const { rotateSecrets } = await import('../deploy/secrets/rotate.js');
      const pipelines: RotationReport[] = [];
      for (const pipeline of await loadFromOptions(run, flags, context.stdin)) {
        const { progress: onProgress, signal } = run;
        const report = await withOpenPipeline(pipeline, ({ rendered }) =>
          rotateSecrets({ pipeline, rendered, timeoutMs: flags.timeout, onProgress, signal }),
        );
        warnOfAgents(run, report);
        pipelines.push(report);
      }
      return { data: { pipelines } };
    },
    render: ({ pipelines }) => pipelines.map(renderRotation).join('\n'),
  });
}

function renderRotation({ pipeline, connectors, username, ended }: RotationReport): string {
  if (connectors.length === 0) return `${pipeline}: the connectors have the newest values`;
  const after = ended.length === 0 ? '' : `; ended: ${ended.join(', ')}`;
  return `${pipeline}: ${connectors.join(', ')} log in as ${username}${after}`;
}
