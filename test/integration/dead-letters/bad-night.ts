import { type KafkaRecord } from '../../../src/clients/kafka-reader.js';
import { type LetterLab, type Sent } from './letter-lab.js';

/** Rows of Cassandra whose only way to PostgreSQL is a dead letter. */
export interface BadNight {
  /** Sends the record of a row that is not in PostgreSQL, spoilt. */
  spoil: (ids: number[], spoilt: (good: Buffer) => Sent) => Promise<void>;
  /** Writes a name with a zero byte. */
  writeZeroByte: (id: number) => Promise<unknown>;
  /** One bad record or more of each kind that the runbook decides on. */
  begin: () => Promise<void>;
}

const unreadable = Buffer.from('in no format');

export function badNight(lab: LetterLab): BadNight {
  const spoil: BadNight['spoil'] = async (ids, spoilt) => {
    for (const id of ids) await lab.cql(`INSERT INTO warehouse.people (id, name, age) VALUES (${id}, 'name', ${id})`);
    for (const id of ids) await lab.untilRow(id);
    await lab.sql('DELETE FROM warehouse_cdc.people_rows WHERE id = ANY ($1)', [ids]);
    const records = await lab.read(lab.topic);
    for (const id of ids) {
      const { value, headers } = records.find((one) => idOf(one) === id)!;
      await lab.send({ headers: { event: headers.event as Buffer }, ...spoilt(value!) });
    }
  };
  const writeZeroByte = (id: number) =>
    lab.cassandra.execute(`INSERT INTO ${lab.keyspace}.people (id, name) VALUES (${id}, 'a\0b')`);
  return {
    spoil,
    writeZeroByte,
    begin: async () => {
      await spoil([1, 2], () => ({ value: unreadable }));
      await spoil([3], (value) => ({ value: withSchema(value, 999_999) }));
      await spoil([4], () => ({ key: unreadable }));
      await writeZeroByte(5);
      await writeZeroByte(6);
      for (const id of [7, 8]) {
        await lab.cql(`INSERT INTO warehouse.people (id, name, score) VALUES (${id}, 'name', 99999)`);
      }
      await lab.sql("ALTER TABLE warehouse_cdc.people_rows ADD CONSTRAINT named CHECK (name <> 'refused')");
      for (const id of [9, 10]) await lab.cql(`INSERT INTO warehouse.people (id, name) VALUES (${id}, 'refused')`);
      await lab.send({});
      await lab.untilOpen(11);
      // What the night is about: the constraint is gone, and a row was written again.
      await lab.sql('ALTER TABLE warehouse_cdc.people_rows DROP CONSTRAINT named');
      await lab.cql("INSERT INTO warehouse.people (id, name) VALUES (6, 'written again')");
      await lab.untilRow(6);
    },
  };
}

export function withUnreadableValue(): Sent {
  return { value: unreadable };
}

function withSchema(value: Buffer, schemaId: number): Buffer {
  const changed = Buffer.from(value);
  changed.writeInt32BE(schemaId, 1);
  return changed;
}

function idOf({ headers }: KafkaRecord): unknown {
  if (headers.event === undefined) return undefined;
  return (JSON.parse(String(headers.event)) as { id?: { value?: unknown } }).id?.value;
}
