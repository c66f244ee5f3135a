import { type Property } from '../connectors/properties.js';

/**
 * What a found setting means: `wrong`: values can be lost or wrong, or a secret can be read; `changed`: cdcctl does the
 * same in another way; `unknown`: connectors do not tell, and the definition has a default or a variable.
 */
export type Severity = 'wrong' | 'changed' | 'unknown';

/** One setting in which the definition differs from what was found. */
export interface Finding {
  severity: Severity;
  /** The connector; null for what no connector tells. */
  connector: string | null;
  /** Of the connector; a field of the definition for what no connector tells. */
  setting: string;
  /** As it was found, with secrets hidden; null where it is not set. */
  found: string | null;
  /** What is in its place. */
  becomes: string;
  why: string;
}

const hidden = '<hidden>';

/** Whether what a setting holds may be nobody's business; what a worker replaces may be seen. */
export function isSecretSetting(key: string, value: string, property?: Property): boolean {
  if (/^\$\{[^}]*\}$/.test(value)) return false;
  return property?.type === 'PASSWORD' || /password|passphrase|secret|token|credential|jaas|api\.?key/i.test(key);
}

/** A value as a report may show it: no secrets, and of a URL neither login nor parameters. */
export function shown(key: string, value: string, property?: Property): string {
  if (isSecretSetting(key, value, property)) return hidden;
  return value
    .replace(/:\/\/[^/@\s]*@/g, `://${hidden}@`)
    .replace(/(:\/\/[^?;\s]*)[?;].*$/s, '$1')
    .replace(/\b((?:password|secret|token)\w*\s*[=:]\s*)[^\s,;&]+/gi, `$1${hidden}`);
}
