import { readFileSync } from 'node:fs';

/** Reads a file of `templates/reports`. */
export function readReportTemplate(name: string): string {
  return readFileSync(new URL(`../../../templates/reports/${name}`, import.meta.url), 'utf8');
}
