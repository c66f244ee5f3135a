import { type PluginProperties, type Properties } from './properties.js';

/** The settings of a connector that begin with a prefix, and what is known there; all, where nothing is known. */
export interface Section {
  prefix: string;
  properties: Properties | undefined;
}

export interface ConnectorSettings {
  kind: 'source' | 'sink';
  config: Readonly<Record<string, string>>;
}

/** What every transform has beside its own properties. */
const ofTransforms: Properties = {
  type: { type: 'CLASS', required: true },
  predicate: { type: 'STRING' },
  negate: { type: 'BOOLEAN' },
};
const ofPredicates: Properties = { type: { type: 'CLASS', required: true } };

/** The sections of a connector, by the plugins that it names. */
export function sectionsOf({ kind, config }: ConnectorSettings, known: PluginProperties): Section[] {
  const plugin = known.get(config['connector.class'] ?? '');
  return [
    { prefix: '', properties: plugin && { ...plugin, ...known.get(kind) } },
    ...['key.converter', 'value.converter', 'header.converter'].map((converter) => ({
      prefix: `${converter}.`,
      properties: known.get(config[converter] ?? ''),
    })),
    ...['producer', 'consumer', 'admin'].map((client) => ({
      prefix: `${client}.override.`,
      properties: known.get(client),
    })),
    ...named({ config, known, list: 'transforms', shared: ofTransforms }),
    ...named({ config, known, list: 'predicates', shared: ofPredicates }),
    // Passed on to what the plugins are made of.
    ...(kind === 'sink' ? ['hibernate.'] : ['topic.creation.', 'commit.log.transfer.']).map((prefix) => ({
      prefix,
      properties: undefined,
    })),
  ];
}

/** The section that a setting belongs to: that with the longest prefix. */
export function sectionOf(key: string, sections: Section[]): Section {
  const found = sections.filter(({ prefix }) => key.startsWith(prefix));
  return found.reduce((best, each) => (each.prefix.length > best.prefix.length ? each : best));
}

/** `a, b` → `a`, `b`. */
export function listOf(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function named(options: {
  config: ConnectorSettings['config'];
  known: PluginProperties;
  list: 'transforms' | 'predicates';
  shared: Properties;
}): Section[] {
  const { config, known, list, shared } = options;
  return listOf(config[list]).map((name) => {
    const prefix = `${list}.${name}.`;
    const own = known.get(config[`${prefix}type`] ?? '');
    return { prefix, properties: own && { ...shared, ...own } };
  });
}
