import { listOf } from '../connectors/sections.js';
import { isTrue, type Rule, transformTypes } from './rules.js';

type Config = Readonly<Record<string, string>>;

const insertMode = (config: Config): string => config['insert.mode']?.toLowerCase() ?? 'insert';
const keyMode = (config: Config): string => config['primary.key.mode'] ?? config['pk.mode'] ?? 'none';
const debezium = 'io.debezium.connector.jdbc.JdbcSinkConnector';

/** A converter that makes keys without the names of their fields. */
function hasPlainKeys(config: Config): boolean {
  const converter = config['key.converter'] ?? '';
  const schemaless = /JsonConverter$/.test(converter) && config['key.converter.schemas.enable'] === 'false';
  return schemaless || /(String|ByteArray|Long|Integer)Converter$/.test(converter);
}

const forEveryTable = 'one sink for each table, with its topic';
const merged = 'insert, into an inlet whose trigger merges each cell';

/** What is known to go wrong with a JDBC sink that writes to tables itself. */
export const sinkRules: Rule[] = [
  {
    settings: ['connector.class'],
    severity: 'changed',
    applies: (value) => value !== debezium,
    becomes: debezium,
    why: 'cdcctl was proven with this plugin, which must be on the workers',
  },
  {
    settings: ['topics.regex'],
    severity: 'wrong',
    applies: (value, { topics }) => value !== undefined && topics !== undefined,
    becomes: forEveryTable,
    why: 'topics is set too, and Kafka Connect refuses a sink with both',
  },
  {
    settings: ['topics.regex'],
    severity: 'changed',
    applies: (value, { topics }) => value !== undefined && topics === undefined,
    becomes: forEveryTable,
    why: 'a table that fails stops all others, and any new topic that fits is written, too',
  },
  {
    settings: ['topics'],
    severity: 'changed',
    applies: (value, config) => listOf(value).length > 1 && config['topics.regex'] === undefined,
    becomes: forEveryTable,
    why: 'a table that fails stops all others',
  },
  {
    settings: ['insert.mode'],
    severity: 'wrong',
    applies: (_, config) => insertMode(config) === 'upsert',
    becomes: merged,
    why: 'an UPDATE tells only the columns that it sets: an upsert makes all others NULL, and a late write replaces a newer one',
  },
  {
    settings: ['insert.mode'],
    severity: 'wrong',
    applies: (_, config) => insertMode(config) === 'update',
    becomes: merged,
    why: 'rows that are not there are never made, and an UPDATE makes the columns that it does not set NULL',
  },
  {
    settings: ['insert.mode'],
    severity: 'wrong',
    applies: (_, config) => insertMode(config) === 'insert',
    becomes: merged,
    why: 'the second change of a row breaks its primary key and stops the sink; without a key it is a second row',
  },
  {
    settings: ['primary.key.mode', 'pk.mode'],
    severity: 'wrong',
    applies: (_, config) => keyMode(config) === 'record_key' && hasPlainKeys(config),
    becomes: 'none: the merge finds rows by the primary key',
    why: 'the key’s converter gives no fields, so that the sink finds no key columns: this chain cannot work',
  },
  {
    settings: ['primary.key.mode', 'pk.mode'],
    severity: 'wrong',
    applies: (_, config) => keyMode(config) === 'kafka',
    becomes: 'none: the merge finds rows by the primary key',
    why: 'each change becomes a row of its own, by its topic, partition and offset',
  },
  {
    settings: ['primary.key.mode', 'pk.mode'],
    severity: 'wrong',
    applies: (_, config) => keyMode(config) === 'none' && insertMode(config) !== 'insert',
    becomes: 'none: the merge finds rows by the primary key',
    why: 'a sink that updates must know the key: this chain cannot work',
  },
  {
    settings: ['primary.key.mode', 'pk.mode'],
    severity: 'changed',
    applies: (_, config) =>
      /^record_/.test(keyMode(config)) && !(keyMode(config) === 'record_key' && hasPlainKeys(config)),
    becomes: 'none: the merge finds rows by the primary key',
    why: 'the merge takes the key from the event',
  },
  {
    settings: ['delete.enabled'],
    severity: 'wrong',
    applies: (value) => !isTrue(value),
    becomes: 'false: the merge deletes',
    why: 'rows that are deleted in Cassandra stay in PostgreSQL',
  },
  {
    settings: ['delete.enabled'],
    severity: 'wrong',
    applies: (value, config) => isTrue(value) && keyMode(config) !== 'record_key',
    becomes: 'false: the merge deletes',
    why: 'a delete has nothing but its key: it works with primary.key.mode=record_key alone',
  },
  {
    settings: ['delete.enabled'],
    severity: 'wrong',
    applies: (value, config) => isTrue(value) && keyMode(config) === 'record_key',
    becomes: 'false: the merge deletes',
    why: 'a late write brings a deleted row back, and the delete of a partition with clustering keys reaches none of its rows',
  },
  {
    settings: ['schema.evolution', 'auto.evolve', 'auto.create'],
    severity: 'changed',
    applies: (value) => value !== undefined && !/^(none|false)$/i.test(value),
    becomes: 'none: cdcctl deploy and schema apply make and change tables',
    why: 'a table that a sink makes has the types of the first record, and no place for write times',
  },
  {
    settings: ['use.reduction.buffer'],
    severity: 'wrong',
    applies: isTrue,
    becomes: 'false',
    why: 'of the changes of a row in a batch only the last is written, and the columns that the others set are lost',
  },
  {
    settings: ['tasks.max'],
    severity: 'changed',
    applies: (value) => Number(value ?? 1) > 1,
    becomes: '1 for each table',
    why: 'two tasks that write the same rows block each other',
  },
  {
    settings: ['errors.tolerance'],
    severity: 'wrong',
    applies: (value, config) => value === 'all' && (config['errors.deadletterqueue.topic.name'] ?? '') === '',
    becomes: 'all, with spec.deadLetters.topic',
    why: 'there is no dead letter queue: records that cannot be read vanish, and nobody knows',
  },
  {
    settings: ['errors.tolerance'],
    severity: 'changed',
    applies: (value, config) => value !== 'all' && (config['errors.deadletterqueue.topic.name'] ?? '') === '',
    becomes: 'all, with spec.deadLetters.topic',
    why: 'one record that cannot be read stops all behind it',
  },
  {
    settings: ['errors.deadletterqueue.topic.name'],
    severity: 'wrong',
    applies: (value, config) => (value ?? '') !== '' && config['errors.tolerance'] !== 'all',
    becomes: 'spec.deadLetters.topic, with errors.tolerance=all',
    why: 'errors.tolerance is not all: nothing ever gets there, and the first bad record stops the sink',
  },
  {
    settings: ['errors.deadletterqueue.context.headers.enable'],
    severity: 'changed',
    applies: (value, config) => (config['errors.deadletterqueue.topic.name'] ?? '') !== '' && !isTrue(value),
    becomes: 'true',
    why: 'a dead letter without its error is of no use',
  },
  {
    settings: ['transforms'],
    severity: 'wrong',
    applies: (_, config) => !transformTypes(config).includes('ReplaceField'),
    becomes: 'the transforms of cdcctl',
    why: 'no ReplaceField keeps to the columns that are there: a column that is added in Cassandra stops the sink',
  },
  {
    settings: ['transforms'],
    severity: 'changed',
    applies: (_, config) => transformTypes(config).includes('ReplaceField'),
    becomes: 'the transforms of cdcctl',
    why: 'the sink writes the event as one text, and PostgreSQL takes it apart',
  },
];
