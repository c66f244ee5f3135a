import { type PluginProperties } from '../connectors/properties.js';
import { sectionOf, sectionsOf } from '../connectors/sections.js';
import { type Connector } from '../render/rendered.js';
import { hiddenValue, type SettingChange } from './change.js';

export interface SettingDifferences {
  settings: SettingChange[];
  /** The values of those that are not shown. */
  secrets: string[];
}

/**
 * In which settings a live configuration differs from the desired one. A setting that is not given has the plugin's
 * default; Connect adds the name to what it stores.
 */
export function settingDifferences(
  connector: Connector,
  live: Record<string, string>,
  known: PluginProperties,
): SettingDifferences {
  const desired: Record<string, string> = { ...connector.config, name: connector.name };
  const sections = sectionsOf(connector, known);
  const defaultOf = (key: string) => {
    const { prefix, properties = {} } = sectionOf(key, sections);
    const name = key.slice(prefix.length);
    return Object.hasOwn(properties, name) ? properties[name]?.default : undefined;
  };
  const effective = (config: Record<string, string>, key: string) => config[key] ?? defaultOf(key);
  const differing = [...new Set([...Object.keys(desired), ...Object.keys(live)])]
    .filter((key) => effective(desired, key) !== effective(live, key))
    .sort();
  return {
    settings: differing.map((name) => ({
      name,
      from: shown(name, live[name]),
      to: shown(name, desired[name]),
    })),
    secrets: differing.filter(isSecret).flatMap((name) => [live[name] ?? '', desired[name] ?? '']),
  };
}

function shown(name: string, value: string | undefined): string | null {
  if (value === undefined) return null;
  return isSecret(name) && !isPlaceholder(value) ? hiddenValue : withoutPasswords(value);
}

function isSecret(name: string): boolean {
  return /password|passphrase|secret|token|credential|jaas|user\.?(name|\.info)|private|keystore\.key/i.test(name);
}

/** What a ConfigProvider of the worker replaces. */
function isPlaceholder(value: string): boolean {
  return /^\$\{\w+:[^}]*\}$/.test(value);
}

/** Addresses can have logins in them. */
function withoutPasswords(value: string): string {
  return value
    .replace(/([?&;](?:password|user)=)[^&;]*/gi, `$1${hiddenValue}`)
    .replace(/(:\/\/)[^/@\s]+@/g, `$1${hiddenValue}@`);
}
