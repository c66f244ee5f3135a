import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { codeOf, fileFailure } from '../errors.js';
import { parseDotEnv } from './dotenv.js';
import { type Problem } from './problems.js';
import { type ReferenceSources } from './resolve.js';

export interface EnvironmentOptions {
  env: Record<string, string | undefined>;
  /** `--env-file`; unlike `.env`, it must be there. */
  envFile?: string;
  /** What the local stack tells about itself. */
  localStack?: Record<string, string>;
  cwd: string;
}

/** Variables come from the process, then from `--env-file`, then from `.env`, then from the local stack. */
export function referenceSources(options: EnvironmentOptions): { sources: ReferenceSources; problems: Problem[] } {
  const { env, envFile, localStack = {}, cwd } = options;
  const files = [
    ...(envFile === undefined ? [] : [readDotEnv(envFile, { cwd, optional: false })]),
    readDotEnv('.env', { cwd, optional: true }),
  ];
  const layers = [env, ...files.map(({ variables }) => variables), localStack];
  return {
    sources: {
      variable: (name) => layers.find((layer) => Object.hasOwn(layer, name) && layer[name] !== undefined)?.[name],
      file: (path, definition) => readText(resolve(cwd, dirname(definition), path)),
    },
    problems: files.flatMap(({ problems }) => problems),
  };
}

function readDotEnv(
  file: string,
  { cwd, optional }: { cwd: string; optional: boolean },
): ReturnType<typeof parseDotEnv> {
  const content = readText(resolve(cwd, file));
  if ('text' in content) return parseDotEnv(file, content.text);
  if (optional && content.isMissing) return { variables: {}, problems: [] };
  const problem = { place: { file }, path: '', message: `the file cannot be read (${content.failure})` };
  return { variables: {}, problems: [problem] };
}

/** The text of a file, or why it cannot be read. */
export function readText(path: string): { text: string } | { failure: string; isMissing?: boolean } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)) };
  } catch (error) {
    const code = codeOf(error) ?? '';
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return { failure: 'it is not UTF-8 text' };
    return { failure: fileFailure(error) ?? code, isMissing: code === 'ENOENT' };
  }
}
