import { ConnectClient } from '../../clients/connect.js';
import { HttpError, httpClient } from '../../clients/http.js';
import { type Pipeline, type SourceNode } from '../../pipeline/pipeline.js';
import { sourceConnectorName } from '../../tables/names.js';
import { type TableIds } from '../../tables/read-table-ids.js';
import { readCdcRaw } from '../../commit-log/cdc-raw.js';
import { laterOf, type LogPosition, parsePosition } from '../../commit-log/position.js';
import { readUnread } from '../../commit-log/unread.js';
import { type Asking } from './ask.js';
import { type SourceReading } from './reading.js';

export interface ReadSourcesOptions {
  pipeline: Pipeline;
  asking: Asking;
  /** Null where Cassandra is away. */
  tableIds: TableIds | null;
  /** Where the newest records in Kafka come from, by table. */
  newestPositions: Map<string, LogPosition>;
}

/** How far the sources are. Kafka's newest records are to be read before: what they tell is in no commit log unread. */
export async function readSources(options: ReadSourcesOptions): Promise<SourceReading[]> {
  return Promise.all(options.pipeline.source.nodes.map((node) => readSource(node, options)));
}

async function readSource(
  node: SourceNode,
  { pipeline, asking, tableIds, newestPositions }: ReadSourcesOptions,
): Promise<SourceReading> {
  const told = await toldPositions(node, pipeline, asking);
  // Connect keeps offsets once in a while; records of several nodes do not tell which is whose.
  const newest = pipeline.source.nodes.length === 1 ? newestPositions : new Map<string, LogPosition>();
  const positions = pipeline.tables.map(({ name }) => ({
    table: name,
    position: laterOf(told.get(name), newest.get(name)),
  }));
  const isHealthy = await readHealth(node, asking);
  const cdcRaw = await readCdcRaw(node.cassandraConfig);
  const unread =
    typeof cdcRaw === 'string'
      ? cdcRaw
      : await asking.askOrReason(() => {
          if (tableIds === null) throw new Error('Cassandra did not tell the ids of the tables');
          const tables = positions.flatMap(({ table, position }) => {
            const id = tableIds.get(table);
            return id === undefined ? [] : [{ name: table, id, position }];
          });
          return readUnread(cdcRaw, { tables, keyspaceTables: [...tableIds.values()] });
        });
  return { node: node.id, isInConnect: node.connectUrl !== undefined, cdcRaw, positions, unread, isHealthy };
}

async function toldPositions(
  node: SourceNode,
  pipeline: Pipeline,
  asking: Asking,
): Promise<Map<string, LogPosition | undefined>> {
  const { connectUrl: url } = node;
  // Agents keep their offsets to themselves.
  if (url === undefined) return new Map();
  const name = sourceConnectorName(pipeline, node.id);
  const offsets = await asking.askOrReason(() => new ConnectClient({ ...pipeline.connect, url }).offsets(name));
  if (typeof offsets === 'string') return new Map();
  const prefix = `${pipeline.cassandra.keyspace}.`;
  const told = offsets.flatMap(({ offset }) =>
    Object.entries(offset).filter(([key]) => key.startsWith(prefix) && key.endsWith('.commitlog')),
  );
  return new Map(
    told.map(([key, position]) => [key.slice(prefix.length, -'.commitlog'.length), parsePosition(String(position))]),
  );
}

/** Null for an agent, and where the port of the connector's own health cannot be reached from here. */
async function readHealth({ connectUrl, healthPort }: SourceNode, asking: Asking): Promise<boolean | null> {
  if (connectUrl === undefined) return null;
  const { hostname } = new URL(connectUrl);
  const client = httpClient({
    // It never speaks TLS.
    address: { url: `http://${hostname}:${healthPort}` },
    system: 'the source connector',
    field: 'spec.source.nodes[].healthPort',
    tlsField: 'spec.connect.tls',
    timeoutMs: 2000,
  });
  const answer = await asking.askOrReason(async () => {
    try {
      await client.get('/health');
      return true;
    } catch (error) {
      if (error instanceof HttpError && error.status === 500) return false;
      throw error;
    }
  });
  return typeof answer === 'string' ? null : answer;
}
