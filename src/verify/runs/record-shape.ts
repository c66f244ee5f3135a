import { JsonShape, listOf, mapOf, objectOf, orNull, text, textOrNull, wholeNumber } from '../../json-shape.js';

const token = { type: 'string', pattern: '^-?[0-9]{1,19}$' };
const flag = { type: 'boolean' };
const unreadRanges = listOf(objectOf({ after: token, to: token, failure: text }));
const ring = listOf(
  objectOf({ after: token, to: token, rows: wholeNumber, differences: wholeNumber, unreadRanges: wholeNumber }),
);
const difference = objectOf({
  ...{ kind: text, key: mapOf(text), token: textOrNull, cause: text, mend: textOrNull, repair: textOrNull },
  columns: listOf(objectOf({ name: text, cassandra: textOrNull, postgresql: textOrNull })),
});
const report = objectOf({
  ...{ pipeline: text, keyspace: text, table: text, target: text, equal: flag, columns: listOf(text) },
  verdict: { enum: ['equal', 'different', 'inconclusive', 'read'] },
  rows: objectOf({ cassandra: wholeNumber, postgresql: wholeNumber }),
  ...{ differences: listOf(difference), differenceCount: wholeNumber, kinds: mapOf(wholeNumber) },
  ...{ causes: mapOf(wholeNumber), inFlightCount: wholeNumber, unreadRanges, unreadRows: wholeNumber },
  repair: orNull(objectOf({ dryRun: flag, outcomes: mapOf(wholeNumber) })),
  ...{ ring, seconds: { type: 'number' } },
});
const source = objectOf({
  shape: objectOf({
    cellsPerPart: { enum: Array.from({ length: 16 }, (_, power) => 2 ** power) },
    keyBytes: { type: 'integer', minimum: 4, maximum: 65_536, multipleOf: 4 },
  }),
  ...{ rows: wholeNumber, words: text, unread: unreadRanges, ring },
  remaining: listOf({ type: 'array', items: token, minItems: 2, maxItems: 2 }),
});
const scope = {
  anyOf: [
    objectOf({ kind: { const: 'tokens' }, after: token, to: token }),
    objectOf({ kind: { const: 'sample' }, percent: { type: 'number' }, seed: { type: 'number' } }),
    objectOf({
      kind: { const: 'shard' },
      index: wholeNumber,
      count: { type: 'integer', minimum: 1, maximum: 100_000 },
    }),
  ],
};

/** Of a `RecordFile`, which `verify --record` writes. */
export const recordShape = new JsonShape<unknown>(
  objectOf({
    version: { const: 1 },
    run: objectOf({
      ...{ pipelines: listOf(text), tables: orNull(listOf(text)), columns: orNull(listOf(text)), scope: orNull(scope) },
    }),
    startedAt: { type: 'string', pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$' },
    finished: flag,
    tables: mapOf({ anyOf: [objectOf({ report }), objectOf({ fingerprint: text, source })] }),
  }),
);
