import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastRelevantLine } from '../../../src/stack/log-excerpt.js';

const home = mkdtempSync(join(tmpdir(), 'cdcctl-log-'));
const file = join(home, 'service.log');

afterAll(() => rmSync(home, { recursive: true }));

function excerptOf(lines: string[], fromByte = 0): string | undefined {
  writeFileSync(file, `${lines.join('\n')}\n`);
  return lastRelevantLine(file, fromByte);
}

test('an error with the exception below it', () => {
  expect(
    excerptOf([
      'INFO starting',
      'ERROR [main] CassandraDaemon - Exception encountered during startup',
      'org.apache.cassandra.exceptions.ConfigurationException: Invalid yaml: cassandra.yaml',
      '\tat org.apache.cassandra.config.YamlConfigurationLoader.loadConfig(YamlConfigurationLoader.java:147)',
      'Caused by: java.lang.InstantiationException: null',
      '\t... 22 common frames omitted',
    ]),
  ).toBe(
    'ERROR [main] CassandraDaemon - Exception encountered during startup: ' +
      'org.apache.cassandra.exceptions.ConfigurationException: Invalid yaml: cassandra.yaml',
  );
});

test('an exception without an error', () => {
  expect(excerptOf(['java.lang.OutOfMemoryError: Java heap space', '\tat a.B.c(B.java:1)'])).toBe(
    'java.lang.OutOfMemoryError: Java heap space',
  );
});

test('the last line where nothing complains', () => {
  expect(excerptOf(['postgres: could not find the database system', ''])).toBe(
    'postgres: could not find the database system',
  );
});

test('what was logged by an earlier start does not count', () => {
  const earlier = 'FATAL: of yesterday';
  expect(excerptOf([earlier, 'LOG: of today'], earlier.length + 1)).toBe('LOG: of today');
});

test('an empty log says nothing', () => {
  expect(excerptOf(['', ''])).toBeUndefined();
  expect(lastRelevantLine(join(home, 'missing.log'), 0)).toBeUndefined();
});
