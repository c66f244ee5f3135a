import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeAtomically } from '../../atomic-file.js';
import { codeOf, messageOf, OperatorError } from '../../errors.js';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { driverConfig, driverConfigPath, secretFile, secretFilePath, type SinkLogin } from '../../render/secrets.js';
import { type Connector } from '../../render/rendered.js';
import { workersOf } from '../../tables/named-connectors.js';

/** A file with a secret that connectors read when they start. */
export interface SecretFile {
  path: string;
  content: string;
  /** The connectors that read it. */
  readers: Connector['kind'];
}

/** The files of a pipeline; the sinks' only with delivery `file`, the sources' where their nodes have none of their own. */
export function secretFiles(pipeline: Pipeline, login: SinkLogin): SecretFile[] {
  const { delivery } = pipeline.secrets;
  const withoutOwn = workersOf(pipeline).find((node) => node.driverConfig === undefined);
  return [
    ...(delivery === 'file'
      ? [{ path: secretFilePath(pipeline), content: secretFile(login), readers: 'sink' as const }]
      : []),
    ...(withoutOwn === undefined
      ? []
      : [
          {
            path: driverConfigPath(pipeline, withoutOwn),
            content: driverConfig(pipeline),
            readers: 'source' as const,
          },
        ]),
  ];
}

/** What a file holds now; undefined where there is none. */
export async function readSecretFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw fileFailure('read', path, error);
  }
}

/** Replaces the file as a whole, mode 0600: a connector that starts meanwhile reads all of it, old or new. */
export async function writeSecretFile({ path, content }: Pick<SecretFile, 'path' | 'content'>): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    writeAtomically({ file: path, content, mode: 0o600 });
  } catch (error) {
    throw fileFailure('write', path, error);
  }
}

export async function removeSecretFile(path: string): Promise<void> {
  await rm(path, { force: true });
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
