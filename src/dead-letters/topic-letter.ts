import { contextOf, headerText, originOf } from '../clients/error-headers.js';
import { type KafkaRecord } from '../clients/kafka-reader.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { topicOf, topicPattern } from '../tables/names.js';
import { toldTime } from '../told-time.js';
import { causeOf } from './cause.js';
import { EventDescription } from './event.js';
import { type StoredLetter } from './letter.js';
import { formatPosition, type Position } from './position.js';
import { trailOf } from './trail.js';

/** The header that holds the event; see templates/connectors. */
export const eventHeader = 'event';

export interface LetterContext {
  pipeline: Pipeline;
  /** Columns of the primary key by table. */
  keyColumns: Map<string, string[]>;
}

/** The letter of a record of the dead letter topic; undefined for one that no sink of the pipeline has put there. */
export function letterOfRecord(record: KafkaRecord, { pipeline, keyColumns }: LetterContext): StoredLetter | undefined {
  const context = (name: string) => contextOf(record, name);
  const origin = originOf(record);
  const connector = context('connector.name') ?? null;
  if (origin === undefined || !isOfPipeline(pipeline, connector, origin)) return undefined;
  const stage = context('stage') ?? 'UNKNOWN';
  const errorClass = context('exception.class.name') ?? 'unknown';
  const message = messageOf(context);
  const trail = trailOf(record);
  const table = tableOf(pipeline, origin.topic);
  const event = headerText(record, eventHeader) ?? null;
  const described = new EventDescription(event, table === null ? undefined : keyColumns.get(table));
  const lastSeen = toldTime(record.timestampMs);
  return {
    store: 'topic',
    record,
    event,
    letter: {
      id: trail?.letter ?? formatPosition(origin),
      store: 'topic',
      table,
      // Whoever puts thousands of letters back asks for little of this.
      get key() {
        return described.key();
      },
      get operation() {
        return described.operation();
      },
      get sourceTime() {
        return described.sourceTime();
      },
      origin,
      stage,
      connector,
      errorClass,
      message,
      get cause() {
        return causeOf({ stage, errorClass, message }).cause;
      },
      attempts: (trail?.attempt ?? 0) + 1,
      firstSeen: trail?.firstSeen ?? lastSeen,
      lastSeen,
    },
  };
}

type Context = (name: string) => string | undefined;

/** Pipelines may share the topic. Letters of tables that a pipeline no longer names are its own still. */
function isOfPipeline(pipeline: Pipeline, connector: string | null, { topic }: Position): boolean {
  if (connector?.startsWith(`${pipeline.name}-sink-`) === true) return true;
  return pipeline.tables.some((table) => topicOf(pipeline, table) === topic);
}

function tableOf(pipeline: Pipeline, topic: string): string | null {
  const [before = '', after = ''] = topicPattern(pipeline).split('{table}');
  const isOurs = topic.startsWith(before) && topic.endsWith(after) && topic.length > before.length + after.length;
  return isOurs ? topic.slice(before.length, topic.length - after.length) : null;
}

/** The message of the exception, and that of its first cause, which often alone says what is wrong. */
function messageOf(context: Context): string {
  const message = (context('exception.message') ?? '').trim();
  const first = firstCause(context('exception.stacktrace') ?? '');
  if (first === undefined || message.includes(first)) return message;
  return message === '' ? first : `${message.replace(/:$/, '')}: ${first}`;
}

/** The last line that names a cause. */
function firstCause(trace: string): string | undefined {
  const mark = '\nCaused by: ';
  const start = trace.lastIndexOf(mark);
  return start < 0 ? undefined : /.*/.exec(trace.slice(start + mark.length))![0];
}
