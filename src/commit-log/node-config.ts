import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { OperatorError } from '../errors.js';

/** What is used of a node's cassandra.yaml. */
export interface NodeConfig {
  cdc_enabled?: boolean;
  cdc_raw_directory?: string;
  commitlog_directory?: string;
  cdc_total_space?: string;
  cdc_total_space_in_mb?: number;
  cdc_block_writes?: boolean;
  commitlog_sync_period?: string;
  commitlog_sync_period_in_ms?: number;
}

const types: Record<keyof NodeConfig, 'boolean' | 'string' | 'number'> = {
  cdc_enabled: 'boolean',
  cdc_raw_directory: 'string',
  commitlog_directory: 'string',
  cdc_total_space: 'string',
  cdc_total_space_in_mb: 'number',
  cdc_block_writes: 'boolean',
  commitlog_sync_period: 'string',
  commitlog_sync_period_in_ms: 'number',
};

/** @throws Error where the file cannot be read; OperatorError (invalid) where it is no cassandra.yaml */
export async function readNodeConfig(cassandraConfig: string): Promise<NodeConfig> {
  const given = settingsIn(await readFile(cassandraConfig, 'utf8'));
  if (given === undefined) throw invalid(cassandraConfig, 'it has no settings in YAML');
  const settings = Object.entries(types).flatMap(([name, type]) => {
    // Cassandra takes its default for a name without a value.
    const value = given[name] ?? undefined;
    if (value === undefined) return [];
    if (typeof value === type) return [[name, value]];
    throw invalid(cassandraConfig, `${name} is no ${type}`);
  });
  return Object.fromEntries(settings) as NodeConfig;
}

function settingsIn(text: string): Record<string, unknown> | undefined {
  try {
    const content: unknown = parse(text) ?? {};
    return typeof content === 'object' && !Array.isArray(content) ? (content as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function invalid(file: string, problem: string): OperatorError {
  const hint = 'spec.source.nodes[].cassandraConfig names the file that the node itself reads';
  return new OperatorError({ kind: 'invalid', message: `${file} cannot be used: ${problem}`, hint });
}
