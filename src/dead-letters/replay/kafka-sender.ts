import { type Message, type Producer } from 'kafkajs';
import { isKafkaError } from '../../clients/kafka.js';
import { traced } from '../../traced.js';
import { messageOf, OperatorError } from '../../errors.js';
import { type DeadLetter } from '../letter.js';
import { formatPartition } from '../position.js';
import { type LetterSystems } from '../systems.js';
import { type Trail, trailHeader } from '../trail.js';
import { SentRecords } from './sent-records.js';
import { type Batch, claim, confirm, resolveBatches } from './batches.js';

/** A record that is put back, and the letter it comes from. */
export interface OutgoingRecord {
  letter: DeadLetter;
  topic: string;
  partition: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer | Buffer[]>;
}

export interface KafkaSenderOptions {
  systems: LetterSystems;
  /** Makes a producer that sends each batch once; see `withKafkaProducer`. */
  producer: Producer;
  replay: number;
  /** Records per second that come at most: with few, less are sent at once. */
  rate?: number;
  signal: AbortSignal;
}

const mostAtOnce = 1000;
/** Below the megabyte that brokers take at once by default; one record alone may be larger. */
const bytesAtOnce = 900 * 1024;
const mostAttempts = 5;

/**
 * Puts records back, each once: the ledger has each batch before it is sent and where it landed afterwards. While one
 * batch is on its way the next is noted, and where it landed while the next is on its way.
 */
export class KafkaSender {
  private waiting: OutgoingRecord[] = [];
  private waitingBytes = 0;
  private batches = 0;
  private inFlight: Promise<void> = Promise.resolve();
  private confirmed: Promise<void> = Promise.resolve();
  /** The end of each partition that is sent to, as it was last known, by `topic/partition`. */
  private readonly ends = new Map<string, number>();
  private readonly recordsAtOnce: number;
  readonly sent = new SentRecords();

  constructor(private readonly options: KafkaSenderOptions) {
    this.recordsAtOnce = Math.min(mostAtOnce, Math.ceil((options.rate ?? Infinity) / 2));
  }

  async send(record: OutgoingRecord): Promise<void> {
    const bytes = sizeOf(record);
    if (this.waiting.length > 0 && this.waitingBytes + bytes > bytesAtOnce) await this.sendWaiting();
    this.waiting.push(record);
    this.waitingBytes += bytes;
    if (this.waiting.length >= this.recordsAtOnce) await this.sendWaiting();
  }

  /** Returns when all have landed and are noted. */
  async flush(): Promise<void> {
    await this.sendWaiting();
    await this.inFlight;
    await this.confirmed;
  }

  private async sendWaiting(): Promise<void> {
    const records = this.waiting;
    this.waiting = [];
    this.waitingBytes = 0;
    if (records.length === 0) return;
    const batches = await this.batchesOf(records);
    await claim(this.options.systems, batches);
    await this.inFlight;
    this.inFlight = this.deliver(batches);
    // Awaited by the next batch or by flush; meanwhile it must not end the process.
    this.inFlight.catch(() => undefined);
  }

  private async batchesOf(records: OutgoingRecord[]): Promise<FilledBatch[]> {
    const batches = new Map<string, FilledBatch>();
    for (const record of records) {
      const { topic, partition } = record;
      const name = formatPartition({ topic, partition });
      let batch = batches.get(name);
      if (batch === undefined) {
        const afterOffset = this.ends.get(name) ?? (await this.readEnd(topic, partition));
        batch = {
          replay: this.options.replay,
          batch: ++this.batches,
          topic,
          partition,
          afterOffset,
          letters: [],
          records: [],
        };
        batches.set(name, batch);
      }
      batch.letters.push(record.letter);
      batch.records.push(record);
    }
    return [...batches.values()];
  }

  private async readEnd(topic: string, partition: number): Promise<number> {
    for (const one of await this.options.systems.kafka.fetchTopicOffsets(topic)) {
      this.ends.set(formatPartition({ topic, partition: one.partition }), Number(one.high));
    }
    return this.ends.get(formatPartition({ topic, partition })) ?? 0;
  }

  /** A batch that failed may have landed: it is looked for before it is sent again. */
  private deliver(batches: FilledBatch[]): Promise<void> {
    const attributes = {
      'cdcctl.replay': this.options.replay,
      'cdcctl.partitions': batches.map(formatPartition).join(','),
      'cdcctl.records': batches.reduce((sum, { records }) => sum + records.length, 0),
    };
    return traced({ name: 'put back into Kafka', attributes }, () => this.deliverOnce(batches));
  }

  private async deliverOnce(batches: FilledBatch[]): Promise<void> {
    let left = batches;
    for (let attempt = 1; left.length > 0; attempt++) {
      try {
        await this.produce(left);
        return;
      } catch (error) {
        if (!isKafkaError(error) || attempt === mostAttempts) throw notSent(error, left);
        const { systems, signal } = this.options;
        const { missing } = await resolveBatches(systems, left, signal);
        await claim(systems, missing);
        left = missing;
      }
    }
  }

  private async produce(batches: FilledBatch[]): Promise<void> {
    const { producer, systems } = this.options;
    const topics = [...new Set(batches.map(({ topic }) => topic))];
    const answers = await producer.sendBatch({
      acks: -1,
      topicMessages: topics.map((topic) => ({
        topic,
        messages: batches.filter((batch) => batch.topic === topic).flatMap(messagesOf),
      })),
    });
    const landed = batches.map(({ replay, batch, topic, partition, records }) => {
      const answer = answers.find((one) => one.topicName === topic && one.partition === partition);
      const baseOffset = Number(answer?.baseOffset);
      this.ends.set(formatPartition({ topic, partition }), baseOffset + records.length);
      this.sent.add({ topic, partition }, { from: baseOffset, to: baseOffset + records.length });
      return { replay, batch, baseOffset };
    });
    await this.confirmed;
    this.confirmed = confirm(systems, landed);
    // Awaited by the next batch or by flush.
    this.confirmed.catch(() => undefined);
  }
}

interface FilledBatch extends Batch {
  records: OutgoingRecord[];
}

function messagesOf({ replay, batch, records }: FilledBatch): Message[] {
  return records.map(({ letter, partition, key, value, headers }) => {
    const { id, attempts, firstSeen } = letter;
    const trail: Trail = { replay, batch, letter: id, attempt: attempts, firstSeen };
    return { partition, key, value, headers: { ...headers, [trailHeader]: JSON.stringify(trail) } };
  });
}

function sizeOf({ key, value, headers }: OutgoingRecord): number {
  const parts = [key, value, ...Object.values(headers).flat()];
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 200);
}

function notSent(error: unknown, batches: FilledBatch[]): unknown {
  if (!isKafkaError(error)) return error;
  return new OperatorError({
    kind: 'unreachable',
    resource: formatPartition(batches[0]!),
    message: `Kafka takes no records: ${messageOf(error)}`,
    hint: 'run the same command again when Kafka is back: it goes on where this run has ended',
    cause: error,
  });
}
