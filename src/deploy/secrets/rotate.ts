import { VaultClient } from '../../clients/vault.js';
import { OperatorError, messageOf } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { about, type ProgressListener } from '../../progress.js';
import { type Connector, type RenderedPipeline } from '../../render/rendered.js';
import { loginRole, type SinkLogin } from '../../render/secrets.js';
import { traced } from '../../traced.js';
import { vaultAddress } from '../../secrets/vault-sessions.js';
import { type LiveSystems, withLiveSystems } from '../live-systems.js';
import { readSecretFile, removeSecretFile, type SecretFile, secretFiles, writeSecretFile } from './files.js';
import { acquireLock } from './lock.js';
import { endLogin, issueLogin, readLogins, recordLogin, vaultOf } from './logins.js';
import { takeUp } from './take-up.js';

export interface RotateOptions {
  /** With the values that Vault has now. */
  pipeline: Pipeline;
  rendered: RenderedPipeline;
  /** Bound of the wait for one connector. */
  timeoutMs: number;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
}

export interface RotationReport {
  pipeline: string;
  /** Connectors that took new secrets up, in this order; none where nothing has changed. */
  connectors: string[];
  /** Whom the sinks log in as now. */
  username: string;
  /** Logins that Vault has dropped. */
  ended: string[];
  /** Nodes whose agents cdcctl does not reach, where Vault has something that they need. */
  agents: string[];
}

/**
 * Brings what Vault has to the connectors, one after the other: a new login where Vault makes them, else values that have
 * changed. The login before ends only when all are seen working with the new one. Where one is not, the secrets from before
 * are put back.
 * @throws OperatorError (finding) when it was rolled back, with the reason
 */
export async function rotateSecrets(given: RotateOptions): Promise<RotationReport> {
  const { pipeline, signal, timeoutMs } = given;
  const options = { ...given, onProgress: about({ pipeline: pipeline.name }, given.onProgress) };
  requireFiles(pipeline);
  return withLiveSystems(pipeline, signal, async (live) => {
    await acquireLock(live.postgres, pipeline, { lock: 'rotate', timeoutMs, signal });
    const role = loginRole(pipeline);
    if (role !== undefined) return rotateLogin(live, options, role);
    const connectors = await deliver(live, options, pipeline.postgresql);
    const { username } = pipeline.postgresql;
    return { pipeline: pipeline.name, connectors, username, ended: [], agents: agentsWithSecrets(pipeline) };
  });
}

async function rotateLogin(live: LiveSystems, options: RotateOptions, role: string): Promise<RotationReport> {
  const { pipeline, onProgress } = options;
  const { postgres } = live;
  const vault = await VaultClient.login(vaultAddress(vaultOf(pipeline)));
  try {
    const before = await readLogins(postgres, pipeline);
    const login = await traced({ name: 'new login' }, async (note) => {
      const issued = await issueLogin(pipeline, role);
      note({ 'cdcctl.login': issued.username });
      await recordLogin(postgres, pipeline, issued.record);
      return issued;
    });
    onProgress({ step: `new login of ${role}`, status: 'done', detail: login.username });
    let connectors: string[];
    try {
      connectors = await deliver(live, options, login);
    } catch (error) {
      // Where that fails, too, the next rotation ends it.
      await endLogin(postgres, pipeline, { vault, login: login.record }).catch(() => undefined);
      throw error;
    }
    for (const old of before) {
      const attributes = { 'cdcctl.login': old.username };
      await traced({ name: 'end login', attributes }, () => endLogin(postgres, pipeline, { vault, login: old }));
      onProgress({ step: `login ${old.username}`, status: 'done', detail: 'ended' });
    }
    const ended = before.map(({ username }) => username);
    const { username } = login;
    return { pipeline: pipeline.name, connectors, username, ended, agents: agentsWithSecrets(pipeline) };
  } finally {
    await vault.close();
  }
}

/** The nodes whose agents have secrets of Vault, which operators bring there: in agent.env, or at Kafka in kafka-jaas.conf. */
export function agentsWithSecrets({ source, secrets }: Pipeline): string[] {
  const isTheirs = /^spec\.(cassandra|kafka|workerTls)\./;
  const hasTheirs = secrets.references?.some(({ field }) => isTheirs.test(field)) === true;
  return source.mode === 'agent' && hasTheirs ? source.nodes.map(({ id }) => id) : [];
}

interface Replaced {
  path: string;
  before: string | undefined;
}

/** Writes the files that change and has their readers take them up; puts all back where one does not. */
async function deliver(live: LiveSystems, options: RotateOptions, login: SinkLogin): Promise<string[]> {
  const { pipeline, rendered, timeoutMs, signal, onProgress } = options;
  const replaced: Replaced[] = [];
  const restarted: Connector[] = [];
  try {
    for (const file of await changedFiles(pipeline, login)) {
      replaced.push({ path: file.path, before: file.before });
      await writeSecretFile(file);
      for (const connector of rendered.connectors.filter(({ kind }) => kind === file.readers)) {
        const told = { step: connector.name, subject: { connector: connector.name } };
        restarted.push(connector);
        onProgress({ ...told, status: 'started', detail: 'takes up its new secrets' });
        const attributes = { 'cdcctl.connector': connector.name };
        const taking = { live, connector, username: login.username, timeoutMs, signal };
        await traced({ name: 'take up secrets', attributes }, () => takeUp(taking));
        onProgress({ ...told, status: 'done', detail: 'works with its new secrets' });
      }
    }
    return restarted.map(({ name }) => name);
  } catch (error) {
    await traced({ name: 'put secrets back' }, () => putBack(live, replaced, restarted));
    throw rolledBack(error, restarted);
  }
}

async function changedFiles(pipeline: Pipeline, login: SinkLogin): Promise<(SecretFile & Replaced)[]> {
  const files = secretFiles(pipeline, login);
  const all = await Promise.all(files.map(async (file) => ({ ...file, before: await readSecretFile(file.path) })));
  return all.filter(({ content, before }) => content !== before);
}

/** Also after an interruption: what is begun must not be left half done. */
async function putBack(live: LiveSystems, replaced: Replaced[], restarted: Connector[]): Promise<void> {
  for (const { path, before } of replaced) {
    if (before === undefined) await removeSecretFile(path);
    else await writeSecretFile({ path, content: before });
  }
  for (const { url, name } of restarted) await live.connect(url).restart(name);
}

function rolledBack(error: unknown, restarted: Connector[]): unknown {
  if (!(error instanceof OperatorError)) return error;
  const names = restarted.map(({ name }) => name).join(', ');
  return new OperatorError({
    kind: error.kind === 'interrupted' ? 'interrupted' : 'finding',
    ...(error.resource === undefined ? {} : { resource: error.resource }),
    message: `${messageOf(error)}\nthe secrets from before are in place again, and restarted with them: ${names || 'none'}`,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    cause: error,
  });
}

function requireFiles({ secrets, name }: Pipeline): void {
  if (secrets.delivery === 'file') return;
  throw new OperatorError({
    kind: 'invalid',
    resource: name,
    message: `secrets are delivered by ${secrets.delivery}, which connectors do not read again`,
    hint:
      secrets.delivery === 'env'
        ? 'restart the workers with the new environment, or use delivery: file'
        : 'cdcctl deploy writes the new ones into the configurations; or use delivery: file',
  });
}
