import { type Admin } from 'kafkajs';
import { sinkGroup } from '../clients/kafka.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { about, type ProgressListener } from '../progress.js';
import { type RenderedPipeline } from '../render/rendered.js';
import { bookkeepingSchema, objectsOf, quoteSql } from '../tables/names.js';
import { waitFor } from '../wait.js';
import { type Change, type ChangeReport, describeChange } from './change.js';
import { readConnectors } from './live-connectors.js';
import { deletionsOf, findLeftovers } from './leftovers.js';
import { type LiveSystems, withLiveSystems } from './live-systems.js';
import { readOwned } from './ownership.js';
import { removeSecretFile, secretFiles } from './secrets/files.js';
import { loginDeletions } from './secrets/end.js';

export interface UndeployOptions {
  pipeline: Pipeline;
  rendered: RenderedPipeline;
  /** Also remove topics, subjects and everything in PostgreSQL, the replicated rows included. */
  data: boolean;
  dryRun: boolean;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
}

/** Removes what deploy made and nothing else; what is already gone is no error. */
export async function undeploy(options: UndeployOptions): Promise<{ pipeline: string; changes: ChangeReport[] }> {
  const { pipeline, signal } = options;
  const onProgress = about({ pipeline: pipeline.name }, options.onProgress);
  return withLiveSystems(pipeline, signal, async (live) => {
    const changes = [
      ...(await connectorDeletions(live, options)),
      ...(await loginDeletions(live, pipeline)),
      ...(options.data ? await dataDeletions(live, options) : []),
    ];
    if (!options.dryRun) {
      for (const change of changes) {
        await change.apply();
        onProgress({ step: `delete ${change.object}`, status: 'done' });
      }
      for (const { path } of secretFiles(pipeline, pipeline.postgresql)) await removeSecretFile(path);
    }
    return { pipeline: pipeline.name, changes: changes.map(describeChange) };
  });
}

/** Those of the definition, and those of earlier ones. */
async function connectorDeletions(live: LiveSystems, { pipeline, rendered }: UndeployOptions): Promise<Change[]> {
  const named = rendered.connectors;
  const clusters = await readConnectors(
    live.connect,
    named.map(({ url }) => url),
  );
  const owned = await readOwned(live.postgres, pipeline);
  const { present } = await findLeftovers(live, { live: clusters, owned, named });
  return deletionsOf(live, pipeline, [...named.filter(({ name, url }) => clusters.get(url)?.has(name)), ...present]);
}

async function dataDeletions(live: LiveSystems, options: UndeployOptions): Promise<Change[]> {
  const { pipeline, rendered } = options;
  const existing = await live.kafka.listTopics();
  const topics = rendered.topics.map(({ name }) => name).filter((name) => existing.includes(name));
  const groups = rendered.connectors.filter(({ kind }) => kind === 'sink').map(({ name }) => sinkGroup(name));
  const liveGroups = (await live.kafka.listGroups()).groups.map(({ groupId }) => groupId);
  const { schema } = pipeline.postgresql;
  const views = pipeline.tables.map((table) => `${quoteSql(schema)}.${quoteSql(objectsOf(table).view)}`);
  return [
    // Groups first: a consumer that is still there would make its topic again.
    ...groups
      .filter((group) => liveGroups.includes(group))
      .map((group) => deletion('kafka', `group ${group}`, () => deleteGroup(live.kafka, group, options.signal))),
    ...topics.map((name) => deletion('kafka', `topic ${name}`, () => live.kafka.deleteTopics({ topics: [name] }))),
    ...rendered.subjects.map(({ name }) =>
      deletion('registry', `subject ${name}`, () => live.registry.deleteSubject(name)),
    ),
    deletion('postgresql', `views of ${schema}`, async () => {
      await live.postgres.query(`DROP VIEW IF EXISTS ${views.join(', ')} CASCADE`);
    }),
    deletion('postgresql', `schema ${bookkeepingSchema(pipeline)}`, async () => {
      await live.postgres.query(`DROP SCHEMA IF EXISTS ${quoteSql(bookkeepingSchema(pipeline))} CASCADE`);
    }),
  ];
}

/** A group can be deleted when its last member has left, which a deleted connector's tasks do in their own time. */
async function deleteGroup(kafka: Admin, group: string, signal: AbortSignal | undefined): Promise<void> {
  await waitFor({ what: `the consumers of ${group} to leave`, timeoutMs: 60_000, signal }, async () => {
    const [description] = (await kafka.describeGroups([group])).groups;
    return description === undefined || ['Empty', 'Dead'].includes(description.state) ? true : undefined;
  });
  await kafka.deleteGroups([group]);
}

function deletion(system: Change['system'], object: string, apply: () => Promise<void>): Change {
  return { system, object, action: 'delete', apply };
}
