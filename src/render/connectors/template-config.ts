import { parse } from 'yaml';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { readTemplate } from '../template.js';

export type SinkPlugin = Pipeline['sink']['plugin'];

/** What the template of a sink depends on. */
export interface SinkKind {
  /** What sends its records. */
  mode: Pipeline['source']['mode'];
  plugin: SinkPlugin;
}

const sinkPlugins: SinkPlugin[] = ['debezium', 'confluent'];

/** A pipeline can have hundreds of connectors of one template, and parsing it takes longer than all else. */
const parsed = new Map<string, Readonly<Record<string, string>>>();

/** A connector template's settings as strings, which is what Connect stores. */
export function templateConfig(file: string): Readonly<Record<string, string>> {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const settings = parse(readTemplate(`connectors/${file}`), { intAsBigInt: true }) as Record<
    string,
    string | bigint | boolean
  >;
  const config = addedConfig(settings);
  parsed.set(file, config);
  return config;
}

/** The plugin of a class; undefined for those that cdcctl has no template of. */
export function sinkPluginOf(connectorClass: string | undefined): SinkPlugin | undefined {
  return sinkPlugins.find((plugin) => templateConfig(templateOf(plugin))['connector.class'] === connectorClass);
}

/** What all sinks have, what their plugin needs, and what the records of their source need. */
export function sinkTemplateConfig({ mode, plugin }: SinkKind): Readonly<Record<string, string>> {
  return {
    ...templateConfig(templateOf(plugin)),
    ...templateConfig('sink.yaml'),
    ...templateConfig(`sink-of-${mode}.yaml`),
  };
}

function templateOf(plugin: SinkPlugin): string {
  return `${plugin}-jdbc-sink.yaml`;
}

/** Settings that the definition adds, as strings. */
export function addedConfig(settings: Record<string, string | number | bigint | boolean>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
}

/** Quotes a literal for java.util.regex. */
export function quoteRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
