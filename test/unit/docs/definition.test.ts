import { readPluginProperties } from '../../../src/connectors/properties.js';
import { readPipelineSchema } from '../../../src/pipeline/schema.js';
import { definitionReference } from '../../support/generated/definition-reference.js';
import { definitionTypes } from '../../support/generated/definition-types.js';
import { expectGenerated } from '../../support/generated/generated-file.js';
import { settingsReference } from '../../support/generated/settings-reference.js';

const schema = readPipelineSchema();

test('docs/reference/definition.md has the fields of the schema', async () => {
  await expectGenerated('docs/reference/definition.md', definitionReference(schema));
});

test('the types of definitions are those of the schema', async () => {
  await expectGenerated('src/pipeline/definition-types.ts', definitionTypes(schema));
});

test('docs/reference/connector-settings.md has what the plugins take', async () => {
  const plugins = [
    {
      title: 'The source: Debezium for Cassandra',
      kind: 'source' as const,
      connectorClass: 'io.debezium.connector.cassandra.Cassandra4Connector',
    },
    {
      title: 'The sinks: Debezium JDBC sink',
      kind: 'sink' as const,
      connectorClass: 'io.debezium.connector.jdbc.JdbcSinkConnector',
    },
    {
      title: 'The sinks: Confluent JDBC sink, by its documentation',
      kind: 'sink' as const,
      connectorClass: 'io.confluent.connect.jdbc.JdbcSinkConnector',
    },
  ];
  await expectGenerated('docs/reference/connector-settings.md', settingsReference(plugins, readPluginProperties()));
});
