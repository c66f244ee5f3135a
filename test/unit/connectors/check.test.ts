import { connectorProblems } from '../../../src/connectors/check.js';
import { readPluginProperties } from '../../../src/connectors/properties.js';

const known = readPluginProperties();

/** The sink as templates/connectors has it, in short. */
const sink = {
  'connector.class': 'io.debezium.connector.jdbc.JdbcSinkConnector',
  topics: 'users',
  'connection.url': 'jdbc:postgresql://127.0.0.1/shop',
  'connection.username': 'writer',
};
const source = { 'connector.class': 'io.debezium.connector.cassandra.Cassandra4Connector' };

function problems(kind: 'source' | 'sink', config: Record<string, string>): string[] {
  const all = { ...(kind === 'sink' ? sink : source), ...config };
  return connectorProblems({ kind, config: all }, known).map(({ key, message, hint }) =>
    [key, message, hint].join(' | '),
  );
}

test('settings that are right', () => {
  expect(problems('sink', {})).toEqual([]);
  expect(problems('source', { 'poll.interval.ms': '100', 'producer.override.acks': '-1' })).toEqual([]);
});

test('a plugin that nothing is known of is not judged', () => {
  const config = {
    'connector.class': 'com.example.Sink',
    anything: 'x',
    topics: 'a',
    'value.converter': 'X',
    'value.converter.y': 'z',
  };
  expect(connectorProblems({ kind: 'sink', config }, known)).toEqual([]);
});

test.each<[string, 'source' | 'sink', Record<string, string>, string[]]>([
  ['a misspelt setting', 'sink', { 'connection.usernam': 'a' }, ['connection.usernam | this setting is not known | did you mean connection.username?']],
  ['a setting of another sink', 'sink', { 'pk.fields': 'id' }, ['pk.fields | this setting is not known | did you mean primary.key.fields?']],
  ['a setting of a client', 'source', { 'producer.override.linger': '1' }, ['producer.override.linger | this setting is not known | did you mean producer.override.linger.ms?']],
  ['a word that Connect lets pass', 'sink', { 'insert.mode': 'bogus' }, ['insert.mode | must be one of insert, update, upsert | ', 'insert.mode | bogus finds its rows by a primary key | set primary.key.mode']],
  ['a number out of its bounds', 'source', { 'tasks.max': '0' }, ['tasks.max | must be from 1 to 2147483647 | ']],
  ['what a worker replaces', 'sink', { 'flush.max.retries': '${env:RETRIES}' }, []],
  ['topics twice', 'sink', { 'topics.regex': 'u.*' }, ['topics.regex | topics is set too | keep one of them']],
  ['no topics', 'sink', { topics: '' }, ['topics | is missing | name the topics, or set topics.regex']],
  ['a key mode without fields', 'sink', { 'primary.key.mode': 'record_key' }, ['primary.key.mode | record_key has no key fields | name them in primary.key.fields']],
  ['upserts without a key', 'sink', { 'insert.mode': 'upsert' }, ['insert.mode | upsert finds its rows by a primary key | set primary.key.mode']],
  ['upserts with a key', 'sink', { 'insert.mode': 'upsert', 'primary.key.mode': 'record_key', 'primary.key.fields': 'id' }, []],
  ['deletes without a key', 'sink', { 'delete.enabled': 'true' }, ['delete.enabled | deletes have nothing but their key | set primary.key.mode to record_key']],
  ['a dead letter queue that gets nothing', 'sink', { 'errors.deadletterqueue.topic.name': 'dead' }, ['errors.deadletterqueue.topic.name | nothing gets there | set errors.tolerance to all']],
  ['a dead letter queue of a source', 'source', { 'errors.deadletterqueue.topic.name': 'dead' }, ['errors.deadletterqueue.topic.name | a source has no dead letter queue | remove it']],
  ['two tasks', 'source', { 'tasks.max': '2' }, ['tasks.max | the Cassandra connector does not run with more than one task | run one connector on each node']],
  ['a transform without a type', 'sink', { transforms: 'a' }, ['transforms.a.type | is missing | add the class']],
  ['a transform that is not listed', 'sink', { 'transforms.a.type': 'X' }, ['transforms.a.type | transforms does not list this name | add it there, or remove this']],
  ['a transform that is listed twice', 'sink', { transforms: 'a,a', 'transforms.a.type': 'X' }, ['transforms | a is listed twice | keep one of them']],
  ['a predicate that is not there', 'sink', { transforms: 'a', 'transforms.a.type': 'X', 'transforms.a.predicate': 'p' }, ['transforms.a.predicate | predicates does not list this name | add it there']],
  ['a transform without what it needs', 'sink', { transforms: 'a', 'transforms.a.type': 'org.apache.kafka.connect.transforms.RegexRouter', 'transforms.a.regex': '.*' }, ['transforms.a.replacement | is missing | add it']],
  ['a misspelt setting of a transform', 'sink', { transforms: 'a', 'transforms.a.type': 'org.apache.kafka.connect.transforms.Flatten$Value', 'transforms.a.delimeter': '_' }, ['transforms.a.delimeter | this setting is not known | did you mean transforms.a.delimiter?']],
  ['a misspelt setting of a converter', 'source', { 'header.converter': 'org.apache.kafka.connect.json.JsonConverter', 'header.converter.schema.enable': 'false' }, ['header.converter.schema.enable | this setting is not known | did you mean header.converter.schemas.enable?']],
])('%s', (_, kind, config, expected) => expect(problems(kind, config)).toEqual(expected)); // prettier-ignore

test('what must be there is there', () => {
  const config = { 'connector.class': sink['connector.class'], topics: 'users' };
  expect(connectorProblems({ kind: 'sink', config }, known).map(({ key }) => key)).toEqual([
    'connection.url',
    'connection.username',
  ]);
});
