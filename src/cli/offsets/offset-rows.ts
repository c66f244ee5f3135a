import { type ConnectorOffset } from '../../clients/connect.js';

/** Connector, partition and offset: of a sink each partition, of a source each table. */
export function offsetRows(connector: string, offsets: ConnectorOffset[]): (string | number)[][] {
  const rows = offsets.flatMap(({ partition, offset }) => {
    const { kafka_topic: topic, kafka_partition: number } = partition;
    if (typeof topic === 'string') return [[connector, `${topic}/${String(number)}`, String(offset.kafka_offset)]];
    return Object.entries(offset).map(([table, position]) => [connector, table, String(position)]);
  });
  return rows.length === 0 ? [[connector, '-', 'none yet']] : rows;
}
