import { readFileSync } from 'node:fs';

/** A property of a plugin, as the plugin's own classes tell it. */
export interface Property {
  /** Names of Kafka's ConfigDef.Type. */
  type: 'BOOLEAN' | 'STRING' | 'INT' | 'SHORT' | 'LONG' | 'DOUBLE' | 'LIST' | 'CLASS' | 'PASSWORD';
  default?: string;
  /** The words that it takes, if it takes only some. */
  values?: string[];
  ignoresCase?: true;
  min?: number;
  max?: number;
  required?: true;
}

export type Properties = Readonly<Record<string, Property>>;

/** The properties of what has some: classes of plugins, and `source`, `sink`, `producer`, `consumer`, `admin`. */
export type PluginProperties = ReadonlyMap<string, Properties>;

const files = ['kafka-connect', 'debezium-connector-cassandra', 'debezium-connector-jdbc', 'apicurio-converter'];

interface PluginFile {
  version: string;
  parts: Record<string, Properties>;
}

/** Reads the properties of all plugins that cdcctl renders connectors for, in the versions that it was proven with. */
export function readPluginProperties(): PluginProperties {
  return new Map(readFiles().flatMap(({ parts }) => Object.entries(parts)));
}

/** The version in which each class was proven. */
export function provenVersions(): ReadonlyMap<string, string> {
  return new Map(readFiles().flatMap(({ version, parts }) => Object.keys(parts).map((name) => [name, version])));
}

function readFiles(): PluginFile[] {
  return files.map((file) => {
    const url = new URL(`../../schema/connectors/${file}.json`, import.meta.url);
    return JSON.parse(readFileSync(url, 'utf8')) as PluginFile;
  });
}
