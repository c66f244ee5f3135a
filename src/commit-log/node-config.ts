import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

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

export async function readNodeConfig(cassandraConfig: string): Promise<NodeConfig> {
  return (parse(await readFile(cassandraConfig, 'utf8')) ?? {}) as NodeConfig;
}
