import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OperatorError } from '../errors.js';

export interface DefaultFileOptions {
  files: string[];
  env: Record<string, string | undefined>;
  localStack?: Record<string, string>;
  cwd: string;
}

/** The pipeline that the local stack is made for, by the variables of the stack. */
export function starterPipeline({ CDC_TLS_FILE: tls }: Record<string, string | undefined>): string[] {
  return ['warehouse.yaml', ...(tls === undefined ? [] : ['warehouse-tls.yaml'])].map((file) =>
    fileURLToPath(new URL(`../../templates/pipelines/${file}`, import.meta.url)),
  );
}

/**
 * The definition files to read: `-f`; else CDCCTL_FILE (several with the path separator between them); else
 * `cdcctl.yaml` in the working directory; else, while a local stack exists, the pipeline that comes with it.
 */
export function definitionFiles({ files, env, localStack, cwd }: DefaultFileOptions): string[] {
  if (files.length > 0) return files;
  const named = (env.CDCCTL_FILE ?? '').split(delimiter).filter((file) => file !== '');
  if (named.length > 0) return named;
  if (existsSync(join(cwd, 'cdcctl.yaml'))) return ['cdcctl.yaml'];
  if (localStack !== undefined) return starterPipeline(localStack);
  throw new OperatorError({
    kind: 'invalid',
    message: 'there is no definition: neither -f nor CDCCTL_FILE names one, and there is no cdcctl.yaml here',
    hint: 'pass -f FILE, or start the local stack with cdcctl up, which comes with a pipeline',
  });
}
