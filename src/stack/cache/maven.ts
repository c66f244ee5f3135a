import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mavenDependencyPlugin, type MavenArtifact, type MavenSet } from '../artifacts.js';
import { writeManifestJar } from './manifest-jar.js';
import { type FetchRequest } from './request.js';
import { runTool } from './tool.js';
import { unpack } from './unpack.js';

/** Fetches a set through the Maven client, which knows mirrors, proxies and checksums, by a generated project. */
export async function fetchWithMaven(set: MavenSet, request: FetchRequest): Promise<void> {
  const project = join(request.scratch, 'pom.xml');
  const target = set.into === undefined ? request.content : join(request.content, set.into);
  await mkdir(target, { recursive: true });
  await writeFile(project, renderProject(set));
  let downloaded = 0;
  await runTool({
    command: 'mvn',
    args: [
      '--batch-mode',
      '--file',
      project,
      `${mavenDependencyPlugin}:copy-dependencies`,
      `-DoutputDirectory=${target}`,
      '-DincludeScope=runtime',
    ],
    cwd: request.scratch,
    env: { ...process.env, ...(request.javaHome === undefined ? {} : { JAVA_HOME: request.javaHome }) },
    installHint: 'apt-get install maven',
    onLine: (line) => {
      if (/Downloaded from .*\.(jar|gz)\b/.test(line)) request.onDownloaded(++downloaded);
    },
    signal: request.signal,
  });
  if (set.unpack) await unpackAll(target, request);
  if (set.declares) await writeManifestJar(join(target, 'declared-plugins.jar'), set.declares);
}

async function unpackAll(directory: string, request: FetchRequest): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.endsWith('.tar.gz')) continue;
    await unpack({ archive: join(directory, name), into: directory, signal: request.signal });
    await rm(join(directory, name));
  }
}

export function renderProject(set: MavenSet): string {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>cdcctl</groupId>
  <artifactId>${set.name}</artifactId>
  <version>${set.version}</version>
  <packaging>pom</packaging>
  <dependencies>
${set.artifacts.map(renderDependency).join('\n')}
  </dependencies>
</project>
`;
}

function renderDependency({ coordinates, alone }: MavenArtifact): string {
  const [groupId, artifactId, version, type, classifier] = coordinates.split(':');
  const fields = Object.entries({ groupId, artifactId, version, type, classifier })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('');
  const exclusions = '<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions>';
  return `    <dependency>${fields}${alone ? exclusions : ''}</dependency>`;
}
