import { isTrue, type Rule, transformTypes } from './rules.js';

const not = (wanted: string) => (value: string | undefined) => value?.trim().toLowerCase() !== wanted;
const below = (least: bigint) => (value: string | undefined) => !(/^\d+$/.test(value ?? '') && BigInt(value!) >= least);

/** What is known to go wrong with the stock Cassandra source. */
export const sourceRules: Rule[] = [
  {
    settings: ['connector.class'],
    severity: 'changed',
    applies: not('io.debezium.connector.cassandra.cassandra4connector'),
    becomes: 'io.debezium.connector.cassandra.Cassandra4Connector',
    why: 'cdcctl was proven with this plugin',
  },
  {
    settings: ['tasks.max'],
    severity: 'wrong',
    applies: (value) => Number(value ?? 1) > 1,
    becomes: '1',
    why: 'with more than one task the connector runs none: give each node a connector of its own',
  },
  {
    settings: ['num.of.change.event.queues'],
    severity: 'wrong',
    applies: (value) => Number(value ?? 1) > 1,
    becomes: '1',
    why: 'inside of Connect the connector does not run with more than one queue',
  },
  {
    settings: ['snapshot.mode'],
    severity: 'wrong',
    applies: not('never'),
    becomes: 'never, and spec.source.snapshot: cdcctl',
    why: 'the connector’s own snapshot loses changes and gives rows the time of the query; cdcctl loads each cell with its write time',
  },
  {
    settings: ['commit.log.real.time.processing.enabled'],
    severity: 'wrong',
    applies: not('true'),
    becomes: 'true',
    why: 'without it nothing is read until a segment of the commit log is full, which can take hours',
  },
  {
    settings: ['commit.log.post.processing.enabled'],
    severity: 'wrong',
    applies: not('false'),
    becomes: 'false',
    why: 'segments would be removed when they are read, before Kafka has what is in them',
  },
  {
    settings: ['latest.commit.log.only'],
    severity: 'wrong',
    applies: isTrue,
    becomes: 'false',
    why: 'changes in older segments would never be read',
  },
  {
    settings: ['decimal.handling.mode'],
    severity: 'wrong',
    applies: not('string'),
    becomes: 'string',
    why: 'other forms lose digits, or are bytes that a JDBC sink does not read',
  },
  {
    settings: ['varint.handling.mode'],
    severity: 'wrong',
    applies: not('string'),
    becomes: 'string',
    why: 'the others lose digits, or are bytes that a JDBC sink does not read',
  },
  {
    settings: ['errors.tolerance'],
    severity: 'wrong',
    applies: (value) => value === 'all',
    becomes: 'none',
    why: 'a source has no dead letters: changes that fail in a transform or converter vanish',
  },
  {
    settings: ['producer.override.delivery.timeout.ms'],
    severity: 'wrong',
    applies: below(2_147_483_647n),
    becomes: '2147483647',
    why: 'when Kafka is away for longer, changes are dropped',
  },
  {
    settings: ['producer.override.max.block.ms'],
    severity: 'wrong',
    applies: below(9_223_372_036_854_775_807n),
    becomes: '9223372036854775807',
    why: 'when Kafka is away for longer, changes are dropped',
  },
  {
    settings: ['transforms'],
    severity: 'wrong',
    applies: (_, config) => !transformTypes(config).includes('Flatten'),
    becomes: 'the transforms of cdcctl',
    why: 'each cell is a struct of value, deletion_ts and set: Avro refuses more than one of them, and a JDBC sink cannot write them',
  },
  {
    settings: ['transforms'],
    severity: 'changed',
    applies: (_, config) =>
      transformTypes(config).includes('Flatten') && !transformTypes(config).includes('HeaderFrom'),
    becomes: 'the transforms of cdcctl',
    why: 'PostgreSQL merges the whole event, which these transforms put into a header',
  },
];
