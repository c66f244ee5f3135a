import { type Producer } from 'kafkajs';
import { type ProgressListener } from '../../progress.js';
import { traced } from '../../traced.js';
import { type StoredLetter } from '../letter.js';
import { type LetterSystems } from '../systems.js';
import { contextHeaderPrefix } from '../../clients/error-headers.js';
import { eventHeader } from '../topic-letter.js';
import { trailHeader } from '../trail.js';
import { type RecordContent } from './editable.js';
import { putIntoInlet } from './inlet.js';
import { KafkaSender, type OutgoingRecord } from './kafka-sender.js';
import { type Chosen } from './prepared.js';
import { beginReplay } from './runs.js';
import { SentRecords } from './sent-records.js';

export interface PutBackOptions {
  systems: LetterSystems;
  producer: Producer;
  /** Letters per second at most. */
  rate?: number;
  pace: (letters: number) => Promise<void>;
  onProgress: ProgressListener;
  signal: AbortSignal;
}

/** Puts letters back: records into their topics, events that PostgreSQL refused into their inlets. */
export class PutBack {
  private sender: KafkaSender | undefined;
  private completed = 0;
  /** The run in the ledger; undefined until there is something to put back. */
  replay: number | undefined;

  constructor(private readonly options: PutBackOptions) {}

  async put(letters: Chosen[]): Promise<void> {
    const { systems, pace, onProgress, signal } = this.options;
    if (letters.length === 0) return;
    this.replay ??= await beginReplay(systems.postgres, systems.pipeline);
    this.sender ??= new KafkaSender({ ...this.options, replay: this.replay });
    for (const { stored, content } of letters.filter(({ stored: { store } }) => store === 'topic')) {
      await pace(1);
      signal.throwIfAborted();
      await this.sender.send(outgoingRecord(stored, content));
    }
    const events = letters.filter(({ stored: { store } }) => store === 'table');
    // Both use one connection: a transaction that gives way must not take the note of a batch with it.
    if (events.length > 0) await this.sender.flush();
    await this.putEvents(events);
    this.completed += letters.length;
    onProgress({ step: 'put back', status: 'advanced', completed: this.completed });
  }

  /** Returns when all that was put back has landed. */
  async flush(): Promise<SentRecords> {
    await this.sender?.flush();
    const { onProgress } = this.options;
    if (this.completed > 0) onProgress({ step: 'put back', status: 'done', completed: this.completed });
    return this.sender?.sent ?? new SentRecords();
  }

  private async putEvents(letters: Chosen[]): Promise<void> {
    const { systems, pace, signal } = this.options;
    const { postgres, pipeline } = systems;
    for (const table of new Set(letters.map((one) => one.table))) {
      const events = letters
        .filter((one) => one.table === table)
        .map(({ stored, content }) => ({ letter: stored.letter, event: content.event! }));
      await pace(events.length);
      signal.throwIfAborted();
      const target = { pipeline, table: table.settings, replay: this.replay! };
      const attributes = {
        'cdcctl.replay': target.replay,
        'cdcctl.table': target.table.name,
        'cdcctl.records': events.length,
      };
      await traced({ name: 'put back into PostgreSQL', attributes }, () => putIntoInlet(postgres, target, events));
    }
  }
}

/** As it was before it failed, but for what was edited. */
function outgoingRecord(stored: StoredLetter, { event, key, value }: RecordContent): OutgoingRecord {
  const { letter } = stored;
  const { topic, partition } = letter.origin!;
  const kept = stored.store === 'topic' ? Object.entries(stored.record.headers) : [];
  const headers = Object.fromEntries(
    kept.filter(
      (entry): entry is [string, Buffer | Buffer[]] =>
        entry[1] !== undefined && entry[0] !== trailHeader && !entry[0].startsWith(contextHeaderPrefix),
    ),
  );
  if (event !== stored.event) {
    delete headers[eventHeader];
    if (event !== null) headers[eventHeader] = Buffer.from(event);
  }
  return { letter, topic, partition, key, value, headers };
}
