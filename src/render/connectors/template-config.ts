import { parse } from 'yaml';
import { readTemplate } from '../template.js';

/** A connector template's settings as strings, which is what Connect stores. */
export function templateConfig(file: string): Record<string, string> {
  const settings = parse(readTemplate(`connectors/${file}`), { intAsBigInt: true }) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
}

/** Settings that the definition adds, as strings. */
export function addedConfig(settings: Record<string, string | number | boolean>): Record<string, string> {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, String(value)]));
}

/** Quotes a literal for java.util.regex. */
export function quoteRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\-]/g, '\\$&');
}
