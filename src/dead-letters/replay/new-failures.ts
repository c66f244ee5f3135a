import { type OffsetRange } from '../../clients/kafka-reader.js';
import { formatPartition } from '../position.js';
import { type LetterSystems } from '../systems.js';
import { letterOfRecord } from '../topic-letter.js';
import { trailOf } from '../trail.js';

/** What of a run has come to the dead letter topic again. */
export class NewFailures {
  /** Why letters have failed again, by their ids. */
  readonly messages = new Map<string, string>();
  /** Offsets of records that have failed, by `topic/partition`. */
  readonly offsets = new Map<string, Set<number>>();
  private readonly readUntil: Map<number, number>;

  /** @param since the dead letter topic when the run began */
  constructor(
    private readonly systems: LetterSystems,
    private readonly replay: number,
    since: OffsetRange[],
  ) {
    this.readUntil = new Map(since.map(({ partition, to }) => [partition, to]));
  }

  /** Reads what has come since the last time. */
  async refresh(): Promise<void> {
    const { kafka, reader, pipeline } = this.systems;
    const { topic } = pipeline.deadLetters;
    if (this.readUntil.size === 0) return;
    for (const { partition, high } of await kafka.fetchTopicOffsets(topic)) {
      const to = Number(high);
      for await (const records of reader.read({ topic, partition, from: this.readUntil.get(partition) ?? 0, to })) {
        records.filter((record) => trailOf(record)?.replay === this.replay).forEach((record) => this.add(record));
      }
      this.readUntil.set(partition, to);
    }
  }

  private add(record: Parameters<typeof letterOfRecord>[0]): void {
    const letter = letterOfRecord(record, this.systems)?.letter;
    if (!letter?.origin) return;
    this.messages.set(letter.id, letter.message);
    const partition = formatPartition(letter.origin);
    this.offsets.set(partition, (this.offsets.get(partition) ?? new Set()).add(letter.origin.offset));
  }
}
