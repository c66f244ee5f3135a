import { type ConnectorSettings } from './sections.js';

interface Reserved {
  keys: RegExp;
  why: string;
  /** Where the definition says the same. */
  field?: string;
}

const everywhere: Reserved[] = [
  { keys: /^(name|connector\.class|tasks\.max)$/, why: 'which connectors run is what cdcctl decides' },
  { keys: /^(transforms|predicates)(\.|$)/, why: 'PostgreSQL merges what these transforms make of a change' },
  { keys: /^(key|value)\.converter(\.|$)/, why: 'both connectors must agree on it', field: 'spec.schemaRegistry' },
  { keys: /^header\.converter(\.|$)/, why: 'the header has the change that PostgreSQL merges' },
  { keys: /\.override\.bootstrap\.servers$/, why: 'clients must reach the brokers of the worker' },
];

const ofSources: Reserved[] = [
  { keys: /^topic\.prefix$/, why: 'topics are routed by it', field: 'spec.source.topicPrefix' },
  { keys: /^cassandra\.(node\.id|config|driver\.config\.file)$/, why: 'it differs from node to node', field: 'spec.source.nodes[]' },
  { keys: /^commit\.log\.relocation\.dir$/, why: 'it differs from node to node', field: 'spec.source.nodes[].relocationDirectory' },
  { keys: /^offset\.backing\.store\.dir$/, why: 'it differs from node to node', field: 'spec.source.nodes[].offsetDirectory' },
  { keys: /^http\.port$/, why: 'it differs from node to node', field: 'spec.source.nodes[].healthPort' },
  { keys: /^snapshot\.mode/, why: 'the connector’s own snapshot loses events; cdcctl loads the tables', field: 'spec.source.snapshot' },
  { keys: /^commit\.log\.post\.processing\.enabled$/, why: 'segments must stay until Kafka has what is in them' },
  { keys: /^latest\.commit\.log\.only$/, why: 'older segments have changes too' },
  { keys: /^num\.of\.change\.event\.queues$/, why: 'the connector does not run with more than one inside of Connect' },
  { keys: /^(decimal|varint)\.handling\.mode$/, why: 'other forms lose digits' },
  { keys: /^binary\.handling\.mode$/, why: 'PostgreSQL merges base64' },
  { keys: /^(field|schema)\.name\.adjustment\.mode$/, why: 'PostgreSQL merges fields by the names of their columns' },
  { keys: /^(converters|post\.processors|sourceinfo\.struct\.maker)$/, why: 'PostgreSQL merges values and times as the connector itself writes them' },
  { keys: /^offsets\.storage\.topic$/, why: 'the connector would begin anew, and never read what came before' },
  { keys: /^tombstones\.on\.delete$/, why: 'the sink makes nothing of a record without a value' },
  { keys: /^(field\.exclude\.list)$/, why: 'PostgreSQL must know of it', field: 'spec.tables[].columns.exclude' },
  { keys: /^(skip|skipped|event\.(converting|processing)\.failure)\b/, why: 'changes would be lost in silence' },
  { keys: /^errors\.tolerance$/, why: 'changes would be lost in silence' },
  { keys: /^topic\.creation\./, why: 'cdcctl makes the topics', field: 'spec.kafka.topics' },
  { keys: /^topic\.naming\.strategy$/, why: 'topics are routed by their names', field: 'spec.kafka.topics.name' },
  { keys: /^producer\.override\.(acks|enable\.idempotence|retries|delivery\.timeout\.ms|max\.block\.ms)$/, why: 'a broker that is away must delay changes, not drop them' },
  { keys: /^producer\.override\.(key|value)\.serializer$/, why: 'Connect has converters' },
]; // prettier-ignore

const ofSinks: Reserved[] = [
  { keys: /^topics(\.regex)?$/, why: 'each table has a sink for its topic', field: 'spec.kafka.topics.name' },
  { keys: /^(connection\.(url|user|username|password)|jdbc\.credentials\.provider\..+)$/, why: 'all sinks write to one database', field: 'spec.postgresql' },
  { keys: /^(insert\.mode|(primary\.key|pk)\.(mode|fields)|delete\.enabled|truncate\.enabled|use\.reduction\.buffer)$/, why: 'the sink only inserts; PostgreSQL merges, and so deletes' },
  { keys: /^(schema\.evolution|auto\.(create|evolve))$/, why: 'cdcctl makes and changes the tables' },
  { keys: /^((collection|table|column)\.(name|naming)\.|table\.types$)/, why: 'the sink writes to the inlet of its table', field: 'spec.tables[].target' },
  { keys: /^(field\.(include|exclude)\.list|fields\.whitelist|timestamp\.fields\.list)$/, why: 'the sink writes one field, the change', field: 'spec.tables[].columns' },
  { keys: /^quote\.(sql\.)?identifiers$/, why: 'names in PostgreSQL keep their case' },
  { keys: /^(batch\.size|consumer\.override\.max\.poll\.records)$/, why: 'records are read and written in batches of one size', field: 'spec.tables[].sink.batchSize' },
  { keys: /^max\.retries$/, why: 'a database that is away must delay changes, not make them dead letters' },
  { keys: /^trim\.sensitive\.log$/, why: 'values of rows would be in the log of the worker' },
  { keys: /^errors\.tolerance$/, why: 'a record that cannot be read must not stop those behind it' },
  { keys: /^errors\.deadletterqueue\.topic\./, why: 'all tables share their dead letters', field: 'spec.deadLetters' },
  { keys: /^errors\.deadletterqueue\.context\.headers\.enable$/, why: 'a dead letter without its error is of no use' },
  { keys: /^producer\.override\.(max\.request\.size|buffer\.memory)$/, why: 'a dead letter that is too large for its producer would be lost' },
  { keys: /^consumer\.override\.(group\.id|auto\.offset\.reset|enable\.auto\.commit)$/, why: 'records would be read twice or never' },
  { keys: /^consumer\.override\.(key|value)\.deserializer$/, why: 'Connect has converters' },
]; // prettier-ignore

/** Why a definition cannot give a setting, and where it can say the same; undefined for settings that are free. */
export function reservation(kind: ConnectorSettings['kind'], key: string): { why: string; field?: string } | undefined {
  return [...everywhere, ...(kind === 'source' ? ofSources : ofSinks)].find(({ keys }) => keys.test(key));
}
