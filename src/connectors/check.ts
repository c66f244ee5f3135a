import { nearest } from '../nearest.js';
import { contradictions } from './contradictions.js';
import { type PluginProperties, type Property } from './properties.js';
import { type ConnectorSettings, type Section, sectionOf, sectionsOf } from './sections.js';
import { type SettingProblem } from './setting-problem.js';
import { valueProblem } from './value-problem.js';

/**
 * Everything that is wrong with a connector's configuration. Connect itself hardly checks it: plugins take what they do
 * not know, and some words that they cannot use.
 */
export function connectorProblems(connector: ConnectorSettings, known: PluginProperties): SettingProblem[] {
  const sections = sectionsOf(connector, known);
  return [
    ...Object.entries(connector.config).flatMap(([key, value]) =>
      settingProblems({ ...connector, key, value, sections }),
    ),
    ...missing(connector, sections),
    ...contradictions(connector),
  ];
}

export interface Setting {
  kind: ConnectorSettings['kind'];
  key: string;
  value: string;
  sections: Section[];
}

/** What is wrong with one setting, whatever the others are. */
export function settingProblems({ kind, key, value, sections }: Setting): SettingProblem[] {
  const { prefix, properties } = sectionOf(key, sections);
  // Of what is not listed, contradictions tells more.
  if (properties === undefined || (prefix === '' && /^(transforms|predicates)\./.test(key))) return [];
  const property = propertyOf(properties, key.slice(prefix.length));
  if (property === undefined) return [{ key, ...unknown({ kind, key, prefix, names: Object.keys(properties) }) }];
  const problem = valueProblem(property, value);
  return problem === undefined ? [] : [{ key, ...problem }];
}

function propertyOf(properties: Section['properties'], name: string): Property | undefined {
  return properties !== undefined && Object.hasOwn(properties, name) ? properties[name] : undefined;
}

/** How the JDBC sink of Confluent calls what Debezium's has too. */
const otherNames: Record<string, string> = {
  'pk.mode': 'primary.key.mode',
  'pk.fields': 'primary.key.fields',
  'connection.user': 'connection.username',
  'auto.create': 'schema.evolution',
  'auto.evolve': 'schema.evolution',
};

function unknown(setting: { kind: string; key: string; prefix: string; names: string[] }): Omit<SettingProblem, 'key'> {
  const { kind, key, prefix, names } = setting;
  if (kind === 'source' && key.startsWith('errors.deadletterqueue.')) {
    return { message: 'a source has no dead letter queue', hint: 'remove it' };
  }
  const message = 'this setting is not known';
  const meant = otherNames[key] ?? nearest(key.slice(prefix.length), names);
  return meant === undefined ? { message } : { message, hint: `did you mean ${prefix}${meant}?` };
}

/** Properties without a default that are not set; the name of a connector stands beside its configuration. */
function missing({ config }: ConnectorSettings, sections: Section[]): SettingProblem[] {
  return sections.flatMap(({ prefix, properties = {} }) => {
    if (prefix.endsWith('.override.') || prefix.endsWith('converter.')) return [];
    return Object.entries(properties)
      .filter(([name, { required }]) => required === true && name !== 'name' && name !== 'type')
      .filter(([name]) => config[`${prefix}${name}`] === undefined)
      .map(([name]) => ({ key: `${prefix}${name}`, message: 'is missing', hint: 'add it' }));
  });
}
