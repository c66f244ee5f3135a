import { type ArtifactSet } from '../artifacts.js';
import { fetchWithApt } from './debian.js';
import { buildWithGo } from './go.js';
import { fetchWithMaven } from './maven.js';
import { fetchWithNpm } from './npm.js';
import { fetchWithPip } from './pip.js';
import { type FetchRequest } from './request.js';

export async function fetchArtifacts(set: ArtifactSet, request: FetchRequest): Promise<void> {
  switch (set.kind) {
    case 'maven':
      return fetchWithMaven(set, request);
    case 'npm':
      return fetchWithNpm(set, request);
    case 'pypi':
      return fetchWithPip(set, request);
    case 'debian':
      return fetchWithApt(set, request);
    case 'go':
      return buildWithGo(set, request);
  }
}
