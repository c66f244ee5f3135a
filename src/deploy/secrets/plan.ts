import { type Client } from 'pg';
import { connectPostgres } from '../../clients/postgres.js';
import { OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { type Connector } from '../../render/rendered.js';
import { loginIn, loginRole, secretFile, secretFilePath } from '../../render/secrets.js';
import { type Change, hiddenValue } from '../change.js';
import { readSecretFile, type SecretFile, secretFiles, writeSecretFile } from './files.js';
import { issueLogin, recordLogin } from './logins.js';

export interface SecretPlan {
  changes: Change[];
  /** Connectors that run with what was in a file before. */
  outdated: Connector['kind'][];
}

/** The files from which connectors read secrets, and the sinks' login where Vault makes one. */
export async function planSecrets(pipeline: Pipeline, postgres: Client): Promise<SecretPlan> {
  const role = loginRole(pipeline);
  const plan: SecretPlan = { changes: [], outdated: [] };
  for (const file of secretFiles(pipeline, pipeline.postgresql)) {
    const live = await readSecretFile(file.path);
    if (role !== undefined && file.readers === 'sink') {
      if (live !== undefined && (await works(pipeline, live))) continue;
      plan.changes.push(newLogin(pipeline, role, postgres));
    } else {
      if (live === file.content) continue;
      plan.changes.push(writing(file, live));
    }
    if (live !== undefined) plan.outdated.push(file.readers);
  }
  return plan;
}

/** Whether PostgreSQL takes the login of a file. */
async function works(pipeline: Pipeline, file: string): Promise<boolean> {
  try {
    const client = await connectPostgres({ ...pipeline.postgresql, ...loginIn(file) });
    await client.end();
    return true;
  } catch (error) {
    if (error instanceof OperatorError && error.kind === 'unauthorised') return false;
    throw error;
  }
}

function newLogin(pipeline: Pipeline, role: string, postgres: Client): Change {
  return {
    system: 'secrets',
    object: `login of ${role} in ${secretFilePath(pipeline)}`,
    action: 'create',
    apply: async () => {
      const login = await issueLogin(pipeline, role);
      await recordLogin(postgres, pipeline, login.record);
      await writeSecretFile({ path: secretFilePath(pipeline), content: secretFile(login) });
    },
  };
}

function writing(file: SecretFile, live: string | undefined): Change {
  return {
    system: 'secrets',
    object: `file ${file.path}`,
    action: live === undefined ? 'create' : 'update',
    ...(live === undefined ? {} : { settings: [{ name: 'content', from: hiddenValue, to: hiddenValue }] }),
    secrets: [live ?? '', file.content],
    apply: () => writeSecretFile(file),
  };
}
