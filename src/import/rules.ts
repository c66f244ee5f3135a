import { type FoundConnector } from './found-connector.js';
import { shown, type Finding, type Severity } from './finding.js';

/** A setting that is known to be wrong in this pipeline, or to be done in another way. */
export interface Rule {
  /** Its names: the Debezium sink's, then that of other plugins. */
  settings: string[];
  severity: Severity;
  /** Whether it holds for what was found; undefined: it is not set. */
  applies: (value: string | undefined, config: FoundConnector['config']) => boolean;
  becomes: string;
  why: string;
}

/** What the rules say of a connector. */
export function findingsBy(rules: Rule[], { name, config }: FoundConnector): Finding[] {
  return rules.flatMap(({ settings, severity, applies, becomes, why }) => {
    const setting = settings.find((key) => config[key] !== undefined) ?? settings[0]!;
    const value = config[setting];
    if (!applies(value, config)) return [];
    const found = value === undefined ? null : shown(setting, value);
    return [{ severity, connector: name, setting, found, becomes, why }];
  });
}

/** The classes of a connector's transforms, without their packages. */
export function transformTypes(config: FoundConnector['config']): string[] {
  return Object.entries(config)
    .filter(([key]) => /^transforms\.[^.]+\.type$/.test(key))
    .map(([, type]) => type.replace(/^.*\./, '').replace(/\$.*$/, ''));
}

export const isTrue = (value: string | undefined): boolean => value?.trim().toLowerCase() === 'true';
