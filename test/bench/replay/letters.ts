import { type Message } from 'kafkajs';
import { formatPosition, type Position } from '../../../src/dead-letters/position.js';
import { type Trail, trailHeader } from '../../../src/dead-letters/trail.js';
import { type Pipeline } from '../../../src/pipeline/pipeline.js';
import { sinkConnectorName, topicOf } from '../../../src/tables/names.js';
import { createRandom } from '../../../src/generate/random.js';
import { avroEncoder, eventRow, flatValue, keySchema, valueSchema } from '../apply/events.js';
import { keyName } from '../apply/bench-table.js';
import { makeWorkload } from '../apply/workload.js';
import { contextHeaders } from './failure.js';

/** Records that come again and again: a replay does not look at their rows. */
const distinct = 1000;
const schemaId = 65_535;
const nameLength = 350;

/** Makes dead letters and what is put back of them, by their numbers. */
export class Letters {
  private readonly records: { key: Buffer; value: Buffer; event: string }[];
  readonly topic: string;
  private readonly connector: string;

  constructor(private readonly pipeline: Pipeline) {
    const table = pipeline.tables[0]!;
    this.topic = topicOf(pipeline, table);
    this.connector = sinkConnectorName(pipeline, table);
    const random = createRandom({ seed: 1, stream: 2 });
    const [encodeKey, encodeValue] = [avroEncoder(keySchema, schemaId), avroEncoder(valueSchema, schemaId)];
    this.records = makeWorkload({ events: distinct, seed: 1 }).map((event) => {
      const name = random.string.alpha(nameLength);
      const whole = { ...event, cells: { ...event.cells, name } };
      return {
        key: encodeKey({ [keyName]: event.key }),
        value: encodeValue(flatValue(whole)),
        event: JSON.stringify(eventRow(whole)),
      };
    });
  }

  /** As Connect writes it to the dead letter topic. */
  deadLetter(number: number): Message {
    const { key, value, event } = this.record(number);
    return { key, value, headers: { event, ...contextHeaders(this.connector, this.origin(number)) } };
  }

  /** As a replay puts it back. */
  sent(number: number): Message {
    const { key, value, event } = this.record(number);
    const origin = this.origin(number);
    const trail: Trail = {
      replay: 1,
      batch: number,
      letter: formatPosition(origin),
      attempt: 1,
      firstSeen: new Date().toISOString(),
    };
    return { partition: origin.partition, key, value, headers: { event, [trailHeader]: JSON.stringify(trail) } };
  }

  private record(number: number) {
    return this.records[number % distinct]!;
  }

  private origin(number: number): Position {
    const { partitions } = this.pipeline.kafka.topics;
    return { topic: this.topic, partition: number % partitions, offset: Math.floor(number / partitions) };
  }
}
