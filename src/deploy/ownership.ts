import { type Client } from 'pg';
import { relationExists } from '../clients/postgres.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type Connector } from '../render/rendered.js';
import { bookkeepingSchema, quoteSql } from '../tables/names.js';
import { type Change, type SettingChange } from './change.js';

/** A connector that deploy made for a pipeline, as the bookkeeping schema has it. */
export type OwnedConnector = Pick<Connector, 'name' | 'kind' | 'url'>;

/** None before the first deploy. */
export async function readOwned(client: Client, pipeline: Pipeline): Promise<OwnedConnector[]> {
  if (!(await relationExists(client, tableOf(pipeline)))) return [];
  const { rows } = await client.query<OwnedConnector>(
    `SELECT name, kind, url FROM ${tableOf(pipeline)} WHERE pipeline = $1 ORDER BY name`,
    [pipeline.name],
  );
  return rows;
}

export async function forgetOwned(client: Client, pipeline: Pipeline, names: string[]): Promise<void> {
  if (!(await relationExists(client, tableOf(pipeline)))) return;
  await client.query(`DELETE FROM ${tableOf(pipeline)} WHERE pipeline = $1 AND name = ANY ($2)`, [
    pipeline.name,
    names,
  ]);
}

export interface OwnershipOptions {
  pipeline: Pipeline;
  owned: OwnedConnector[];
  connectors: Connector[];
  /** Connectors that are recorded and run nowhere any more. */
  gone: OwnedConnector[];
}

/** The record is made before the connectors are: none is left without an owner when deploy is interrupted. */
export function planOwnership(client: Client, { pipeline, owned, connectors, gone }: OwnershipOptions): Change[] {
  const recorded = new Map(owned.map(({ name, url }) => [name, url]));
  const unrecorded = connectors.filter(({ name, url }) => recorded.get(name) !== url);
  const settings: SettingChange[] = [
    ...unrecorded.map(({ name, url }) => ({ name, from: recorded.get(name) ?? null, to: url })),
    ...gone.map(({ name, url }) => ({ name, from: url, to: null })),
  ];
  if (settings.length === 0) return [];
  return [
    {
      system: 'postgresql',
      object: `record of connectors in ${bookkeepingSchema(pipeline)}`,
      action: owned.length === 0 ? 'create' : 'update',
      settings,
      apply: async () => {
        for (const connector of unrecorded) await recordOwned(client, pipeline, connector);
        await forgetOwned(
          client,
          pipeline,
          gone.map(({ name }) => name),
        );
      },
    },
  ];
}

async function recordOwned(client: Client, pipeline: Pipeline, { name, kind, url }: OwnedConnector): Promise<void> {
  await client.query(
    `INSERT INTO ${tableOf(pipeline)} (pipeline, name, kind, url) VALUES ($1, $2, $3, $4)
     ON CONFLICT (pipeline, name) DO UPDATE SET kind = excluded.kind, url = excluded.url, recorded_at = now()`,
    [pipeline.name, name, kind, url],
  );
}

function tableOf(pipeline: Pipeline): string {
  return `${quoteSql(bookkeepingSchema(pipeline))}.connectors`;
}
