import { readFileSync } from 'node:fs';

/** A property of a plugin, as the plugin's own classes or its documentation tell it. */
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

const files = [
  'kafka-connect',
  'debezium-connector-cassandra',
  'debezium-connector-jdbc',
  'confluent-connector-jdbc',
  'apicurio-converter',
];

interface PluginFile {
  version: string;
  /** Where the properties are from, for a plugin that was not asked itself. */
  origin?: 'documentation';
  parts: Record<string, Properties>;
}

/** Reads the properties of all plugins that cdcctl renders connectors for, in the versions that it was made for. */
export function readPluginProperties(): PluginProperties {
  return new Map(readFiles().flatMap(({ parts }) => Object.entries(parts)));
}

/** The version in which each class was proven. */
export function provenVersions(): ReadonlyMap<string, string> {
  return versionsOf(readFiles().filter(({ origin }) => origin === undefined));
}

/** The version of each class that was not run, whose documentation tells its properties. */
export function documentedVersions(): ReadonlyMap<string, string> {
  return versionsOf(readFiles().filter(({ origin }) => origin === 'documentation'));
}

function versionsOf(plugins: PluginFile[]): ReadonlyMap<string, string> {
  return new Map(plugins.flatMap(({ version, parts }) => Object.keys(parts).map((name) => [name, version])));
}

function readFiles(): PluginFile[] {
  return files.map((file) => {
    const url = new URL(`../../schema/connectors/${file}.json`, import.meta.url);
    return JSON.parse(readFileSync(url, 'utf8')) as PluginFile;
  });
}
