import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/** Writes a definition and its overlays as one file, as commands without -f take it. */
export function writeDefinition(directory: string, options: string[]): void {
  const definitions = options
    .filter((option) => option !== '-f')
    .map((file): unknown => parse(readFileSync(file, 'utf8')));
  writeFileSync(join(directory, 'cdcctl.yaml'), stringify(definitions.reduce(overlaid)));
}

function overlaid(base: unknown, overlay: unknown): unknown {
  if (!isMapping(base) || !isMapping(overlay)) return overlay;
  const own = Object.entries(overlay).map(([name, value]) => [name, overlaid(base[name], value)] as const);
  return { ...base, ...Object.fromEntries(own) };
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
