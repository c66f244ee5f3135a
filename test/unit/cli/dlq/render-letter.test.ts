import { expect, test } from '@jest/globals';
import { renderLetter } from '../../../../src/cli/dlq/render-letter.js';
import { type LetterDetails } from '../../../../src/dead-letters/show-letter.js';

const letter: LetterDetails = {
  id: 'cdc-events-users/0/0',
  state: 'open',
  store: 'topic',
  table: 'users',
  key: { name: 'a\u001b[2Jb' },
  operation: 'insert',
  sourceTime: null,
  origin: null,
  stage: 'VALUE_CONVERTER',
  connector: null,
  errorClass: 'java.lang.Exception',
  message: 'bell\u0007',
  cause: '0123abcd',
  attempts: 1,
  firstSeen: '2026-03-01T12:00:00.000Z',
  lastSeen: '2026-03-01T12:00:00.000Z',
  event: 'no\u0000json',
  recordKey: null,
  recordValue: null,
  headers: { other: '\u202eback' },
  context: {},
  trace: 'java.lang.Exception: bell\u0007\n\tat Some.method(Some.java:1)',
};

test('what records hold is shown, and does nothing to the terminal', () => {
  const value = { cassandra: 'nul\u0000', writtenAt: null, postgresql: null };
  const row = { inCassandra: true, inPostgresql: true, columns: [{ name: 'email', ...value }] };
  const shown = renderLetter({ pipeline: 'shop', letter, row });
  expect(shown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  expect(shown).toContain('name=a\\u001b[2Jb');
  expect(shown).toMatch(/email {3}"nul\\u0000" +null +differs/);
  expect(shown).toContain('\n    at Some.method(Some.java:1)');
});
