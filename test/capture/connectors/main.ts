import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { artifactSets } from '../../../src/stack/artifacts.js';
import { ensureArtifacts } from '../../../src/stack/cache/artifact-cache.js';
import { cacheDirectory } from '../../../src/stack/cache/location.js';
import { plugins } from './plugins.js';

const output = 'schema/connectors';

/** Writes schema/connectors: the properties of each plugin, as its own classes tell them. */
async function main(): Promise<void> {
  const directories = await ensureArtifacts({
    cacheDirectory: cacheDirectory({ env: process.env, userId: process.getuid?.() ?? 0 }),
    onProgress: () => undefined,
  });
  mkdirSync(output, { recursive: true });
  for (const { set, directory, parts } of plugins) {
    const { name, version } = artifactSets[set];
    // Properties.java needs Debezium's classes also where it asks Connect's.
    const jars = [
      join(directories[set]!, directory),
      directories.connect,
      join(directories.jdbcSink, artifactSets.jdbcSink.name),
    ];
    const classPath = jars.map((jar) => `${jar}/*`).join(':');
    const java = spawnSync('java', ['-cp', classPath, 'test/capture/connectors/Properties.java', ...parts], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (java.status !== 0) throw new Error(java.stderr);
    const captured = JSON.parse(java.stdout) as Record<string, Record<string, unknown>>;
    writeFileSync(join(output, `${name}.json`), textOf({ plugin: name, version, parts: captured }));
    process.stderr.write(`wrote ${output}/${name}.json\n`);
  }
}

/** A line for each property. */
function textOf({
  parts,
  ...head
}: {
  plugin: string;
  version: string;
  parts: Record<string, Record<string, unknown>>;
}): string {
  const written = Object.entries(parts).map(([part, properties]) => {
    const lines = Object.entries(properties).map(
      ([name, property]) => `${JSON.stringify(name)}: ${JSON.stringify(property)}`,
    );
    return `${JSON.stringify(part)}: {\n${lines.join(',\n')}\n}`;
  });
  return `{\n"plugin": "${head.plugin}",\n"version": "${head.version}",\n"parts": {\n${written.join(',\n')}\n}\n}\n`;
}

await main();
