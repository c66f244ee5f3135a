import { ConnectClient, type ConnectorOffset } from '../../../clients/connect.js';
import { absent } from '../operate.js';
import { type NamedConnector } from '../../../tables/named-connectors.js';

/** What Connect keeps of a connector's progress, in the form of its REST API. */
export interface ConnectorOffsets {
  connector: string;
  kind: NamedConnector['kind'];
  offsets: ConnectorOffset[];
}

/** @throws OperatorError (finding) for a connector that is not there */
export async function readOffsets(connector: NamedConnector, signal?: AbortSignal): Promise<ConnectorOffsets> {
  const client = new ConnectClient(connector.connect, signal);
  if ((await client.status(connector.name)) === undefined) throw absent(connector.name);
  return {
    connector: connector.name,
    kind: connector.kind,
    offsets: await offsetsInOrder(client, connector.name),
  };
}

/** Connect tells them in any order. */
export async function offsetsInOrder(client: ConnectClient, name: string): Promise<ConnectorOffset[]> {
  const offsets = await client.offsets(name);
  const partition = (one: ConnectorOffset) => sinkPosition(one)?.partition ?? 0;
  return offsets.sort((a, b) => partition(a) - partition(b));
}

/** Where a sink is; undefined for the offset of a source. */
export function sinkPosition({
  partition,
  offset,
}: ConnectorOffset): { topic: string; partition: number; offset: number } | undefined {
  const { kafka_topic: topic, kafka_partition: number } = partition;
  if (typeof topic !== 'string' || typeof number !== 'number') return undefined;
  return { topic, partition: number, offset: Number(offset.kafka_offset) };
}

export function sinkOffset(position: { topic: string; partition: number; offset: number }): ConnectorOffset {
  const { topic, partition, offset } = position;
  return { partition: { kafka_topic: topic, kafka_partition: partition }, offset: { kafka_offset: offset } };
}
