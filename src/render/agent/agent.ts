import { type Pipeline, type SourceNode } from '../../pipeline/pipeline.js';
import { type ReplicatedTable } from '../../tables/replicated-table.js';
import { fill } from '../fill.js';
import { type Agent } from '../rendered.js';
import { agentDirectory } from '../secrets.js';
import { readTemplate } from '../template.js';
import { agentDriverConfig, type AgentVariable } from './driver-config.js';
import { agentProperties } from './properties.js';

/** What a node's standalone agent is started with; secrets come from variables of its environment. */
export function agentFiles(pipeline: Pipeline, tables: ReplicatedTable[], node: SourceNode): Agent {
  const directory = agentDirectory(pipeline, node);
  const driver = node.driverConfig === undefined ? agentDriverConfig(pipeline) : undefined;
  return {
    node: node.id,
    directory,
    files: [
      { name: 'agent.properties', content: agentProperties(pipeline, tables, node) },
      ...(driver === undefined ? [] : [{ name: 'driver.conf', content: driver.content }]),
      { name: 'jvm.options', content: jvmOptions(pipeline, directory) },
      { name: 'logback.xml', content: readTemplate('agent/logback.xml') },
      {
        name: `${pipeline.name}-agent.service`,
        content: fill(readTemplate('agent/agent.service'), {
          pipeline: pipeline.name,
          node: node.id,
          directory,
          variables: toldVariables(pipeline, driver?.variables ?? []),
        }),
      },
    ],
  };
}

/** What operators have to know of agents beside what a table's hazards say. */
export function agentHazards(pipeline: Pipeline, tables: ReplicatedTable[]): string[] {
  const chosen = tables
    .filter(({ settings }) => settings.columns.include !== undefined)
    .map(({ source }) => source.name);
  return [
    `${pipeline.name}: an agent that is killed can lose changes that it has not sent yet: run cdcctl recover on its node, on a schedule`,
    `${pipeline.name}: an agent writes the changes of every table of its node that has cdc = true to Kafka, not only of those of the definition`,
    ...(chosen.length === 0
      ? []
      : [
          `${pipeline.name}: a column that is added to ${chosen.join(', ')} goes to Kafka until the agents have the files of another cdcctl render`,
        ]),
  ];
}

/** Java reads an argument file: one option a line, no variables. */
function jvmOptions({ kafka }: Pipeline, directory: string): string {
  return [
    '-Xms128m',
    '-Xmx512m',
    '-XX:+ExitOnOutOfMemoryError',
    `-Dlogback.configurationFile=${directory}/logback.xml`,
    // Cassandra's own classes, with which it reads the commit log, want a place for what they write.
    `-Dcassandra.storagedir=${directory}/storage`,
    ...(kafka.sasl === undefined ? [] : [`-Djava.security.auth.login.config=${directory}/kafka-jaas.conf`]),
    '-Djava.security.manager=allow',
    readTemplate('stack/cassandra-jvm17.options').trimEnd(),
    '',
  ].join('\n');
}

function toldVariables({ kafka }: Pipeline, variables: AgentVariable[]): string {
  const told = variables.length === 0 ? ' none' : ` ${variables.join(', ')}`;
  return kafka.sasl === undefined ? told : `${told}; the login at Kafka is in kafka-jaas.conf`;
}
