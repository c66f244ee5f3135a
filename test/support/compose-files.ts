import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const composeDirectory = join(import.meta.dirname, '../../compose');

export interface ComposeService {
  image: string;
  build?: { context: string; dockerfile: string; target: string };
  profiles?: string[];
  network_mode?: string;
  ports?: string[];
  environment?: Record<string, string | number>;
  command?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  restart?: string;
  mem_limit: string;
  secrets?: string[];
  volumes?: string[];
}

export interface ComposeFile {
  services: Record<string, ComposeService>;
  volumes: Record<string, null>;
  secrets: Record<string, { file: string }>;
}

/** A Compose file as it is written, with its anchors followed and its variables in place. */
export function readComposeFile(name: 'compose.yaml' | 'build.yaml'): ComposeFile {
  const override = { tag: '!override', collection: 'seq' as const, resolve: (value: unknown) => value };
  return parse(readComposeText(name), { merge: true, customTags: [override] }) as ComposeFile;
}

export function readComposeText(name: string): string {
  return readFileSync(join(composeDirectory, name), 'utf8');
}

/** Text with the defaults of its variables. */
export function withDefaults(text: string): string {
  return text.replaceAll(/\$\{(\w+):-([^}]*)\}/g, '$2');
}
