import { parse } from 'yaml';
import { type Pipeline } from '../../pipeline/pipeline.js';
import { readTemplate } from '../template.js';

export type SinkPlugin = Pipeline['sink']['plugin'];

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

/** What all sinks have, what their plugin needs, and what the records of their source need. */
export function sinkTemplateConfig({
  mode,
  plugin,
}: {
  mode: 'connect' | 'agent';
  plugin: SinkPlugin;
}): Readonly<Record<string, string>> {
  return {
    ...templateConfig(`${plugin}-jdbc-sink.yaml`),
    ...templateConfig('sink.yaml'),
    ...templateConfig(`sink-of-${mode}.yaml`),
  };
}

/** Settings that the definition adds, as strings. */
export function addedConfig(settings: Record<string, string | number | bigint | boolean>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
}

/** Quotes a literal for java.util.regex. */
export function quoteRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
