import { settingProblems } from '../connectors/check.js';
import { type PluginProperties } from '../connectors/properties.js';
import { reservation } from '../connectors/reserved.js';
import { type Section, sectionOf, sectionsOf } from '../connectors/sections.js';
import { type Problem } from './problems.js';
import { formatPath, type MappingEntry, nodeAt, type Path, type ScalarNode, type Tree } from './tree.js';

const sourceClass = 'io.debezium.connector.cassandra.Cassandra4Connector';
const sinkClasses = {
  debezium: 'io.debezium.connector.jdbc.JdbcSinkConnector',
  confluent: 'io.confluent.connect.jdbc.JdbcSinkConnector',
};

/** What is wrong with the settings of connectors that a definition adds to those of the templates. */
export function connectorSettingProblems(tree: Tree, known: PluginProperties): Problem[] {
  const tables = nodeAt(tree, ['spec', 'tables']);
  const ofTables = tables?.kind === 'list' ? tables.items.map((_, index) => ['spec', 'tables', index, 'sink']) : [];
  return [
    ...problemsAt(tree, { path: ['spec', 'source', 'connector'], kind: 'source', known }),
    ...[['spec', 'sink'], ...ofTables].flatMap((sink) =>
      problemsAt(tree, { path: [...sink, 'connector'], kind: 'sink', known }),
    ),
  ];
}

function problemsAt(
  tree: Tree,
  { path, kind, known }: { path: Path; kind: 'source' | 'sink'; known: PluginProperties },
): Problem[] {
  const settings = nodeAt(tree, path);
  if (settings?.kind !== 'mapping') return [];
  const sections = sectionsOf(
    { kind, config: { 'connector.class': kind === 'source' ? sourceClass : sinkClass(tree) } },
    known,
  );
  return [...settings.entries].flatMap(([key, entry]) => {
    return entry.node.kind === 'scalar' && entry.node.value !== null
      ? problemsOf({ path: [...path, key], key, entry, node: entry.node, kind, sections })
      : [];
  });
}

/** Debezium's, as long as the definition names no other that there is. */
function sinkClass(tree: Tree): string {
  const plugin = nodeAt(tree, ['spec', 'sink', 'plugin']);
  return plugin?.kind === 'scalar' && plugin.value === 'confluent' ? sinkClasses.confluent : sinkClasses.debezium;
}

function problemsOf(setting: {
  path: Path;
  key: string;
  entry: MappingEntry;
  node: ScalarNode;
  kind: 'source' | 'sink';
  sections: Section[];
}): Problem[] {
  const { key, entry, node, kind, sections } = setting;
  const path = formatPath(setting.path);
  const reserved = reservation(kind, key);
  if (reserved !== undefined) {
    const hint = reserved.field === undefined ? 'remove it' : `say it in ${reserved.field}`;
    return [{ place: entry.keyPlace, path, message: `cannot be set: ${reserved.why}`, hint }];
  }
  const value = node.unresolved === true ? '${' : String(node.value);
  const at = { place: node.place, path };
  const written = node.written === undefined ? '' : ` (the value of ${node.written})`;
  const problems = settingProblems({ kind, key, value, sections });
  if (problems.length > 0) {
    return problems.map(({ message, hint }) => ({ ...at, message: `${message}${written}`, ...(hint && { hint }) }));
  }
  if (typeof node.value === 'number' && Number.isInteger(node.value) && !Number.isSafeInteger(node.value)) {
    return [{ ...at, message: 'the number has more digits than YAML keeps', hint: 'put it into quotes' }];
  }
  const { prefix, properties } = sectionOf(key, sections);
  const isSecret = properties?.[key.slice(prefix.length)]?.type === 'PASSWORD' && !value.includes('${');
  return isSecret ? [{ ...at, ...secret }] : [];
}

const secret = {
  message: 'a secret would stand in the connector’s configuration, where all who can use Connect can read it',
  hint: 'write $${env:NAME} or $${file:PATH:KEY}, which the worker replaces',
};
