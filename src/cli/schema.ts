import { Command, Option } from 'commander';
import { type ColumnChange } from '../deploy/schema/diff.js';
import { type AppliedSchema, type TableSchemaDiff } from '../deploy/schema/schema.js';
import { exitCodes } from '../errors.js';
import { table } from '../output/table.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { attach } from './command.js';
import { collect } from './collect.js';
import { confirm } from './confirm.js';
import { type CliContext, type CommandRun } from './context.js';
import { addDefinitionOptions, type DefinitionFlags, loadFromOptions } from './definition-options.js';
import { type OpenPipeline, withOpenPipeline } from './open-pipeline.js';
import { requireTables, selectTables } from './table-selection.js';

interface SchemaFlags extends DefinitionFlags {
  table: string[];
}

export function schemaCommand(context: CliContext): Command {
  return new Command('schema')
    .description('see and apply what has changed in the columns of Cassandra and of the definition')
    .addCommand(diffCommand(context))
    .addCommand(applyCommand(context));
}

function diffCommand(context: CliContext): Command {
  const command = withTables(new Command('diff').description('compare the columns with those in PostgreSQL'));
  return attach<SchemaFlags, { tables: TableSchemaDiff[] }>(command, context, {
    run: async (run, flags) => {
      const { diffSchema } = await import('../deploy/schema/schema.js');
      const { withPostgres } = await import('../clients/postgres.js');
      const tables: TableSchemaDiff[] = [];
      for (const pipeline of await pipelinesOf(run, context, flags)) {
        await withOpenPipeline(pipeline, async (open) => {
          const selected = selectTables(open, flags.table).tables;
          tables.push(
            ...(await withPostgres(pipeline.postgresql, (postgres) => diffSchema(postgres, pipeline, selected))),
          );
        });
      }
      const differs = tables.some(({ changes }) => changes.length > 0);
      return { data: { tables }, exitCode: differs ? exitCodes.finding : exitCodes.ok };
    },
    exitCodes: { finding: 'the columns differ' },
    render: ({ tables }) => renderChanges(tables, 'the columns are equal'),
  });
}

interface ApplyFlags extends SchemaFlags {
  yes: boolean;
}

function applyCommand(context: CliContext): Command {
  const command = withTables(
    new Command('apply').description(
      'make the columns in PostgreSQL equal to those of Cassandra and the definition, each table in one transaction; values of dropped columns are kept beside',
    ),
  ).option('--yes', 'do not ask before columns leave the view or change their type', false);
  return attach<ApplyFlags, { tables: AppliedSchema[] }>(command, context, {
    run: async (run, flags) => {
      const tables: AppliedSchema[] = [];
      for (const pipeline of await pipelinesOf(run, context, flags)) {
        await withOpenPipeline(pipeline, async (open) => {
          tables.push(...(await applyTo(context, selectTables(open, flags.table), flags)));
        });
      }
      return { data: { tables } };
    },
    render: ({ tables }) => {
      const queued = tables.reduce((sum, one) => sum + one.queued, 0);
      const next =
        queued === 0 ? [] : [`${queued} rows wait for \`cdcctl reconcile\` to read the values of new columns back`];
      return [renderChanges(tables, 'nothing to do'), ...next].join('\n');
    },
  });
}

/** Every check comes before the first change. */
async function applyTo(
  context: CliContext,
  { pipeline, tables }: OpenPipeline,
  { yes }: ApplyFlags,
): Promise<AppliedSchema[]> {
  const { withPostgres } = await import('../clients/postgres.js');
  const { RegistryClient } = await import('../clients/registry.js');
  const { checkCompatibility } = await import('../deploy/schema/compatibility.js');
  const { applySchema, diffSchema } = await import('../deploy/schema/schema.js');
  return withPostgres(pipeline.postgresql, async (postgres) => {
    const diffs = await diffSchema(postgres, pipeline, tables);
    const changed = tables.filter(({ source }) => diffs.some((one) => one.table === source.name));
    const registry = new RegistryClient(pipeline.schemaRegistry);
    if (pipeline.source.mode === 'connect') {
      for (const one of changed) await checkCompatibility(registry, pipeline, one);
    }
    const losing = diffs.filter(({ changes }) => changes.some(({ kind }) => kind !== 'add'));
    if (losing.length > 0 && !yes) {
      context.tell({ level: 'warn', message: `${renderChanges(losing, '')}\n` });
      if (!(await confirm(context, 'These columns leave the view or change. Go on?'))) return [];
    }
    const applied: AppliedSchema[] = [];
    for (const one of changed) applied.push(await applySchema(postgres, pipeline, one));
    return applied;
  });
}

function withTables(command: Command): Command {
  return addDefinitionOptions(command).addOption(
    new Option('--table <name>', 'only this table (repeatable)').argParser(collect).default([], 'all'),
  );
}

async function pipelinesOf(run: CommandRun, context: CliContext, flags: SchemaFlags): Promise<Pipeline[]> {
  const pipelines = await loadFromOptions(run, flags, context.stdin);
  requireTables(pipelines, flags.table);
  return pipelines;
}

function renderChanges(tables: TableSchemaDiff[], none: string): string {
  const rows = tables.flatMap((one) => one.changes.map((change) => [one.table, change.kind, ...told(change)]));
  return rows.length === 0 ? none : table(['table', 'change', 'column', ''], rows);
}

function told(change: ColumnChange): [string, string] {
  switch (change.kind) {
    case 'add':
    case 'drop':
      return [change.column, change.type];
    case 'rename':
      return [change.column, `→ ${change.to}`];
    case 'retype':
      return [change.column, `${change.from} → ${change.type}`];
  }
}
