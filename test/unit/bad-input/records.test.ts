import { parse } from 'lossless-json';
import { Registry } from 'prom-client';
import { type KafkaRecord } from '../../../src/clients/kafka-reader.js';
import { contextOf, originOf } from '../../../src/clients/error-headers.js';
import { type RegistryCodec } from '../../../src/clients/registry-codec.js';
import { renderLetter } from '../../../src/cli/dlq/render-letter.js';
import { keyText } from '../../../src/cli/dlq/list.js';
import { eventHead } from '../../../src/commit-log/event-head.js';
import { LetterGroups } from '../../../src/dead-letters/group-letters.js';
import { isSelected } from '../../../src/dead-letters/selection.js';
import { letterDetails } from '../../../src/dead-letters/show-letter.js';
import { letterOfRecord } from '../../../src/dead-letters/topic-letter.js';
import { editLetters } from '../../../src/dead-letters/replay/edit-letters.js';
import { jqEditor, setFields, parseFieldEdit } from '../../../src/dead-letters/replay/edits.js';
import { isAbout } from '../../../src/lag/probe/canary.js';
import { ProcessedEvents } from '../../../src/lag/metrics/processed-events.js';
import { forEachSeed, isWhole } from '../../support/bad-input.js';
import { mutatedBytes } from '../../support/mutated-text.js';
import { mutatedJson } from '../../support/mutated-json.js';
import { randomNumbers } from '../../support/random-numbers.js';
import { usersOfShop } from '../../support/users-of-shop.js';

const { pipeline, table } = usersOfShop();
const keyColumns = new Map([['users', ['id']]]);
const event = {
  id: { value: '7', deletion_ts: null, set: true },
  email: { value: 'a@example.org', deletion_ts: null, set: true },
  ...{ __op: 'u', __source_ts_us: 1_795_913_527_806_000, __source_file: 'CommitLog-7-1795913527806.log' },
  __source_pos: 200_828,
};
const trail = {
  ...{ replay: 3, batch: 1, letter: 'shop-users/0/4', attempt: 2 },
  firstSeen: '2026-01-02T03:04:05.000Z',
};
const texts: Record<string, string> = {
  '__connect.errors.topic': 'shop-users',
  '__connect.errors.partition': '0',
  '__connect.errors.offset': '17',
  '__connect.errors.connector.name': 'shop-sink-users',
  '__connect.errors.stage': 'VALUE_CONVERTER',
  '__connect.errors.exception.class.name': 'org.apache.kafka.connect.errors.DataException',
  '__connect.errors.exception.message': 'Failed to deserialize data',
  '__connect.errors.exception.stacktrace': 'a.B: no\n\tat c.D\nCaused by: java.io.IOException: schema 9 is not known',
  event: JSON.stringify(event),
  'cdcctl.replay': JSON.stringify(trail),
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

/** A record of the dead letter topic of which something is not as Connect writes it. */
function mutatedRecord(seed: number): KafkaRecord {
  const random = randomNumbers(seed);
  const pick = <T>(from: readonly T[]): T => from[random(from.length)]!;
  const headers: KafkaRecord['headers'] = Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, Buffer.from(text)]),
  );
  const record: KafkaRecord = {
    ...{ partition: 0, offset: 5, timestampMs: 1_795_913_600_000, headers },
    ...{ key: Buffer.from([0, 0, 0, 0, 7, 2]), value: Buffer.from([0, 0, 0, 0, 7, 2, 4]) },
  };
  for (let left = pick([1, 1, 2, 4]); left > 0; left--) {
    const name = pick([...Object.keys(texts), 'event', 'event', 'cdcctl.replay']);
    const bytes = Buffer.from(texts[name]!);
    const kind = random(10);
    if (kind === 0) headers[name] = undefined;
    else if (kind === 1) headers[name] = [bytes, mutatedBytes(seed, bytes)];
    else if (kind === 2) headers[pick(['__proto__', 'constructor', '', 'a\0b', '\u001B[2J'])] = bytes;
    else if (kind === 3) headers[name] = Buffer.from(pick(odd));
    else if (kind === 4) record.timestampMs = pick([-1, 0, 2 ** 63, -(2 ** 63), 8.64e15 + 1, 253_402_300_800_000]);
    else if (kind === 5) record.key = pick([null, Buffer.alloc(0), mutatedBytes(seed, record.key ?? bytes)]);
    else if (kind === 6) record.value = pick([null, Buffer.alloc(0), mutatedBytes(seed, record.value ?? bytes)]);
    else if (name === 'event') headers.event = Buffer.from(mutatedJson(seed, event));
    else if (name === 'cdcctl.replay') headers[name] = Buffer.from(mutatedJson(seed, trail));
    else headers[name] = mutatedBytes(seed, bytes);
  }
  return record;
}

const odd = ['', ' ', '-1', '0x10', '1e3', '99999999999999999999', 'NaN', '\0', 'shop-users\0', 'a/b/c', '\u001B[2J', 'x'.repeat(50_000)]; // prettier-ignore

const codec: RegistryCodec = {
  decode: () => Promise.reject(new Error('schema 7 is not known')),
  encode: () => Promise.reject(new Error('schema 7 is not known')),
  newestSchema: () => Promise.reject(new Error('there is no subject')),
};

/** What PostgreSQL takes as text, as an integer, and as a time. */
function expectStorable({
  id,
  attempts,
  firstSeen,
  lastSeen,
  message,
}: {
  id: string;
  attempts: number;
  firstSeen: string;
  lastSeen: string;
  message: string;
}): void {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
  expect(id).toMatch(/^[\w.-]+\/\d+\/\d+$/);
  expect(Number.isInteger(attempts) && attempts >= 1 && attempts < 2 ** 31).toBe(true);
  expect([firstSeen, lastSeen]).toEqual([expect.stringMatching(time), expect.stringMatching(time)]);
  expect(message).not.toContain('\0');
}

test('a dead letter of any content is listed, shown, and put back or left out', async () => {
  const groups = new LetterGroups();
  const outcomes = { letter: 0, foreign: 0 };
  await forEachSeed(async (seed) => {
    const record = mutatedRecord(seed);
    const stored = letterOfRecord(record, { pipeline, keyColumns });
    outcomes[stored === undefined ? 'foreign' : 'letter']++;
    if (stored === undefined) return;
    const { letter } = stored;
    expectStorable(letter);
    expect(letter.operation === null || typeof letter.operation === 'string').toBe(true);
    groups.add(letter);
    isSelected(letter, { tables: [], causes: [], stages: [], letters: [{ id: letter.id }], key: { id: '7' } });
    keyText(letter.key);
    const details = await letterDetails(codec, { stored, state: 'open' });
    JSON.parse(JSON.stringify(details));
    const shown = renderLetter({ pipeline: 'shop', letter: details, row: null });
    // eslint-disable-next-line no-control-regex -- what a terminal would obey
    expect(shown).not.toMatch(/[\0-\x09\x0B-\x1F\x7F-\x9F]/);
    const editor = setFields([parseFieldEdit('event.email.value=b@example.org')]);
    const chosen = [{ stored, table, content: { event: stored.event, key: record.key, value: record.value } }];
    const [edited] = await editLetters(pipeline, { editor, rebuildsValue: false, codec }, chosen);
    expect(edited).toBeDefined();
  });
  groups.all();
  // Only records that do not say where they were are nobody's.
  if (isWhole) expect(Math.min(outcomes.letter, outcomes.foreign)).toBeGreaterThan(20);
}, 60_000);

test('what Connect says of a failure in other words than its own is not taken for a place', () => {
  for (const text of odd) {
    for (const name of ['partition', 'offset', ...(/^[-\w]+$/.test(text) ? [] : ['topic'])]) {
      const headers = { ...texts, [`__connect.errors.${name}`]: text };
      const record = { headers: Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, Buffer.from(v)])) };
      expect([name, text, originOf(record)]).toEqual([name, text, undefined]);
      expect(contextOf(record, name)).not.toContain('\0');
    }
  }
});

test('an event of any content is read for lag, metrics and recovery', async () => {
  const registry = new Registry();
  const processed = new ProcessedEvents(registry);
  const count = processed['countEvent'].bind(processed);
  await forEachSeed((seed) => {
    const record = mutatedRecord(seed);
    if (seed % 3 === 0) {
      record.headers = {};
      record.value = Buffer.from(
        mutatedJson(seed, { before: null, after: event, source: { ts_us: 1, file: 'x', pos: 2 } }),
      );
    }
    const { writtenMs, position, fields } = eventHead(record);
    expect(Number.isNaN(writtenMs)).toBe(false);
    expect(position === undefined || Number.isSafeInteger(position.offset)).toBe(true);
    isAbout(table, new Map([['id', '7']]), fields);
    count({ pipeline: 'shop', table: 'users', doneMs: record.timestampMs }, record);
  });
  const operations = new Set([...(await registry.metrics()).matchAll(/operation="([^"]*)"/g)].map(([, name]) => name));
  expect([...operations].sort()).toEqual(expect.arrayContaining(['unknown', 'update']));
  for (const name of operations) expect(['insert', 'update', 'delete', 'range-delete', 'unknown']).toContain(name);
}, 60_000);

test('letters of any content come out of jq as they were put in, or are left out with the reason', async () => {
  const editor = jqEditor('.event.email.value |= (. // "") ');
  const { taken } = await forEachSeed(
    async (seed) => {
      const letters = [0, 1].map((n) => ({
        ...{ id: `shop-users/0/${n}`, table: 'users', error: texts['__connect.errors.exception.message']! },
        event: jsonOrText(mutatedJson(seed + n, event)),
      }));
      expect(await editor(letters)).toHaveLength(2);
    },
    { share: 0.05 },
  );
  expect(taken).toBeGreaterThan(0);
}, 60_000);

function jsonOrText(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}
