import { type ArtifactSet } from '../artifacts.js';
import { fetchWithMaven } from './maven.js';
import { fetchWithNpm } from './npm.js';
import { type FetchRequest } from './request.js';

export async function fetchArtifacts(set: ArtifactSet, request: FetchRequest): Promise<void> {
  if (set.kind === 'maven') await fetchWithMaven(set, request);
  else await fetchWithNpm(set, request);
}
