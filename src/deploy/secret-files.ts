import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from '../atomic-file.js';
import { codeOf, messageOf, OperatorError } from '../errors.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { secretFile, secretFilePath } from '../render/secrets.js';
import { type Change } from './change.js';

/** The file from which the workers read the pipeline's secrets, mode 0600; none with other kinds of delivery. */
export async function planSecretFile(pipeline: Pipeline): Promise<Change[]> {
  if (pipeline.secrets.delivery !== 'file') return [];
  const path = secretFilePath(pipeline);
  const content = secretFile(pipeline);
  const live = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fileFailure('read', path, error);
  });
  if (live === content) return [];
  return [
    {
      system: 'secrets',
      object: `file ${path}`,
      action: live === undefined ? 'create' : 'update',
      apply: () => writeSecretFile(path, content),
    },
  ];
}

export async function removeSecretFile(pipeline: Pipeline): Promise<void> {
  if (pipeline.secrets.delivery === 'file') await rm(secretFilePath(pipeline), { force: true });
}

async function writeSecretFile(path: string, content: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    writeAtomically({ file: path, content, mode: 0o600 });
  } catch (error) {
    throw fileFailure('write', path, error);
  }
}

function fileFailure(verb: string, path: string, error: unknown): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    message: `cannot ${verb} the file of the connectors' secrets: ${messageOf(error)}`,
    resource: path,
    hint: 'spec.secrets.directory must be a directory that both cdcctl and the Connect workers can reach',
    cause: error,
  });
}
