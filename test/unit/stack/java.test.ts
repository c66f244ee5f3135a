import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findJava, parseMajorVersion } from '../../../src/stack/native/java.js';

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "21" 2023-09-19', 21],
  ['java version "1.8.0_392"', 8],
  ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "17.0.1" 2021-10-19', 17],
  ['not Java', undefined],
])('%s', (text, major) => {
  expect(parseMajorVersion(text)).toBe(major);
});

describe('with a home of its own', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'cdcctl-java-'));
    await mkdir(join(home, 'bin'));
  });

  afterEach(() => rm(home, { recursive: true }));

  async function installJava(version: string): Promise<void> {
    const executable = join(home, 'bin', 'java');
    await writeFile(executable, `#!/bin/sh\necho 'openjdk version "${version}"' >&2\n`);
    await chmod(executable, 0o755);
  }

  test('CDCCTL_JAVA_HOME comes first', async () => {
    await installJava('17.0.9');
    await expect(findJava({ CDCCTL_JAVA_HOME: home, PATH: process.env.PATH })).resolves.toMatchObject({
      home,
      major: 17,
    });
  });

  test.each(['11.0.2', '25'])('Java %s is passed over', async (version) => {
    await installJava(version);
    const found = await findJava({ CDCCTL_JAVA_HOME: home, PATH: process.env.PATH }).catch((error: unknown) => error);
    expect(found).not.toMatchObject({ home });
  });
});
