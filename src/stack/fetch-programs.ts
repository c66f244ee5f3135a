import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ProgressListener } from '../progress.js';
import { artifactSets, type ArtifactSetName } from './artifacts.js';
import { ensureSet } from './cache/artifact-cache.js';
import { cacheDirectory } from './cache/location.js';
import { copyPackage } from './cache/own-package.js';
import { findJava } from './native/java.js';

/** What can be fetched: the programs of the stack, and cdcctl itself. */
export const programNames = [...(Object.keys(artifactSets) as ArtifactSetName[]), 'cdcctl'] as const;
export type FetchedProgram = (typeof programNames)[number];

export interface FetchOptions {
  names: FetchedProgram[];
  /** Gets a directory for each, named for it. One that is there already is replaced. */
  outputDirectory: string;
  env: Record<string, string | undefined>;
  onProgress: ProgressListener;
  signal: AbortSignal;
}

export interface FetchReport {
  directory: string;
  programs: { name: FetchedProgram; version: string | null }[];
}

/**
 * Writes the pinned programs of the stack into a directory, for images and for machines without a network.
 * @throws OperatorError invalid for a missing client, unreachable for a registry that fails.
 */
export async function fetchPrograms({ names, outputDirectory, env, ...rest }: FetchOptions): Promise<FetchReport> {
  const userId = process.geteuid?.() ?? -1;
  const needsJava = names.some((name) => name !== 'cdcctl' && artifactSets[name].kind === 'maven');
  const javaHome = needsJava ? (await findJava(env)).home : undefined;
  const cache = { cacheDirectory: cacheDirectory({ env, userId }), javaHome, path: env.PATH, ...rest };
  await mkdir(outputDirectory, { recursive: true });
  const programs: FetchReport['programs'] = [];
  for (const name of names) {
    rest.signal.throwIfAborted();
    const into = join(outputDirectory, name);
    await rm(into, { recursive: true, force: true });
    if (name === 'cdcctl') await copyPackage(into);
    else await cp(await ensureSet(artifactSets[name], cache), into, { recursive: true, verbatimSymlinks: true });
    programs.push({ name, version: name === 'cdcctl' ? null : artifactSets[name].version });
  }
  return { directory: outputDirectory, programs };
}
