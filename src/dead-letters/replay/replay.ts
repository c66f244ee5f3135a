import { withKafkaProducer } from '../../clients/kafka-producer.js';
import { discard } from '../ledger.js';
import { type StoredLetter } from '../letter.js';
import { deadLetterRanges, readLetters } from '../read-letters.js';
import { type Selection } from '../selection.js';
import { type LetterSystems } from '../systems.js';
import { openBatches, resolveBatches } from './batches.js';
import { countOutcomes, type LetterOutcome, outcomesOf, type OutcomesOptions } from './outcomes.js';
import { prepare, type PrepareOptions } from './prepare.js';
import { isChosen, isSkipped, type Prepared, type Skipped } from './prepared.js';
import { pruneHandled } from './prune.js';
import { PutBack, type PutBackOptions } from './put-back.js';
import { finishReplay, interruptedReplays, lockReplays } from './runs.js';
import { traced } from '../../traced.js';
import { NewFailures } from './new-failures.js';
import { type SentRecords } from './sent-records.js';
import { awaitSinks, type Consumption } from './sinks.js';
import { TopicPartitions } from './topic-partitions.js';

export interface ReplayOptions extends PrepareOptions, Omit<PutBackOptions, 'producer'> {
  selection: Selection;
  /** Letters to put back at most. */
  limit?: number;
  /** Edit all letters at once, not part by part. */
  editsAtOnce: boolean;
  dryRun: boolean;
  /** Note stale letters as discarded. */
  discardStale: boolean;
  /** Time that the sinks are given to consume what was sent; 0 does not wait. */
  timeoutMs: number;
  /** How many of the letters that were put back `onOutcome` is told of, and whether of those that were applied. */
  told: { most: number; applied: boolean };
  onOutcome: (outcome: LetterOutcome) => void;
}

export interface ReplayReport {
  /** The run in the ledger; null where there was nothing to put back. */
  replay: number | null;
  /** Letters by what became of them. */
  counts: Record<LetterOutcome['outcome'], number>;
  /** Runs that were interrupted before, with the letters that they have put back. */
  interrupted: { replay: number; letters: number }[];
  /** What keeps the sinks from consuming, if it is known. */
  problem?: string;
}

/**
 * Puts letters back where they came from, each failure of a letter once. Letters that fail while it runs are left to the
 * next run.
 * @throws OperatorError for a system that fails; what was put back until then is in the ledger, and the next run goes on
 */
export async function replayLetters(options: ReplayOptions): Promise<ReplayReport> {
  const { systems, dryRun, signal, onOutcome } = options;
  const { postgres, pipeline } = systems;
  const counts = { planned: 0, applied: 0, failed: 0, pending: 0, skipped: 0, discarded: 0 };
  const report: ReplayReport = { replay: null, counts, interrupted: [] };
  const tell = (outcome: LetterOutcome) => {
    counts[outcome.outcome]++;
    onOutcome(outcome);
  };
  if (dryRun) {
    for await (const letters of preparedLetters(options)) letters.map(plannedOutcome).forEach(tell);
    return report;
  }
  await lockReplays(postgres, pipeline, signal);
  report.interrupted = await resumeInterrupted(options);
  const since = await deadLetterRanges(systems);
  const { replay, sent } = await putBack(options, async (letters) => {
    const stale = options.discardStale ? letters.filter(({ isStale }) => isStale === true) : [];
    await discardStale(systems, stale);
    for (const one of letters) {
      tell({ ...plannedOutcome(one), ...(stale.includes(one) ? { outcome: 'discarded' } : {}) });
    }
  });
  if (replay === undefined) return report;
  report.replay = replay;
  const failures = new NewFailures(systems, replay, since);
  const { consumed, problem } = await consume(options, sent, failures);
  if (problem !== undefined) report.problem = problem;
  await tellOutcomes(options, { replay, failures: failures.messages, consumed }, counts);
  await finishReplay(postgres, pipeline, replay);
  await pruneHandled(postgres, pipeline, options.now());
  return report;
}

/** Finds out what runs that were interrupted have sent, and closes them. */
async function resumeInterrupted({ systems, signal, onProgress }: ReplayOptions): Promise<ReplayReport['interrupted']> {
  const { postgres, pipeline } = systems;
  const batches = await openBatches(systems);
  const step = 'find out what the interrupted run has sent';
  if (batches.length > 0) onProgress({ step, status: 'started' });
  const { letters } = await resolveBatches(systems, batches, signal);
  if (batches.length > 0) onProgress({ step, status: 'done', detail: `${letters} letters were not sent` });
  const interrupted = await interruptedReplays(postgres, pipeline);
  for (const { replay } of interrupted) await finishReplay(postgres, pipeline, replay);
  return interrupted;
}

async function discardStale({ postgres, pipeline }: LetterSystems, stale: Skipped[]): Promise<void> {
  for (const reason of new Set(stale.map(({ skip }) => skip))) {
    const letters = stale.filter(({ skip }) => skip === reason).map(({ stored }) => stored.letter);
    await discard(postgres, { pipeline, letters, reason });
  }
}

async function tellOutcomes(
  { systems, told, onOutcome }: ReplayOptions,
  sent: OutcomesOptions,
  counts: ReplayReport['counts'],
): Promise<void> {
  Object.assign(counts, await countOutcomes(systems, sent));
  let left = told.most;
  for await (const outcomes of outcomesOf(systems, sent, { all: told.applied })) {
    outcomes.slice(0, left).forEach(onOutcome);
    left -= outcomes.length;
    if (left <= 0) return;
  }
}

async function putBack(
  options: ReplayOptions,
  onSkipped: (letters: Skipped[]) => Promise<void>,
): Promise<{ replay?: number; sent: SentRecords }> {
  return withKafkaProducer(options.systems.pipeline.kafka, async (producer) => {
    const target = new PutBack({ ...options, producer });
    try {
      for await (const letters of preparedLetters(options)) {
        await onSkipped(letters.filter(isSkipped));
        await target.put(letters.filter(isChosen));
      }
    } catch (error) {
      // What is noted is sent, so that an interrupted run leaves nothing to find out; the failure itself is told.
      await target.flush().catch(() => undefined);
      throw error;
    }
    const sent = await target.flush();
    return target.replay === undefined ? { sent } : { sent, replay: target.replay };
  });
}

async function consume(options: ReplayOptions, sent: SentRecords, failures: NewFailures): Promise<Consumption> {
  const { onProgress } = options;
  const step = 'wait for the sinks';
  if (sent.topics().length > 0) onProgress({ step, status: 'started' });
  const onWait = (records: number) => onProgress({ step, status: 'advanced', detail: `${records} records behind` });
  const consumption = await traced({ name: step }, () => awaitSinks({ ...options, sent, failures, onWait }));
  if (sent.topics().length > 0) onProgress({ step, status: consumption.isComplete ? 'done' : 'failed' });
  return consumption;
}

/** The letters of the selection in parts, decided on and edited, up to the limit. */
async function* preparedLetters(options: ReplayOptions): AsyncGenerator<Prepared[]> {
  const { systems, selection, signal, limit = Infinity, editsAtOnce } = options;
  const topics = new TopicPartitions(systems.kafka);
  let left = limit;
  const gathered: StoredLetter[] = [];
  for await (const found of readLetters(systems, { selection, states: ['open'], signal })) {
    const letters = found.map(({ stored }) => stored);
    if (editsAtOnce) {
      gathered.push(...letters);
      continue;
    }
    const prepared = upTo(left, await prepare(options, topics, letters));
    left -= prepared.filter(isChosen).length;
    yield prepared;
    if (left <= 0) return;
  }
  if (gathered.length > 0) yield await prepare(options, topics, gathered.slice(0, limit));
}

/** The letters until so many of them are put back. */
function upTo(limit: number, prepared: Prepared[]): Prepared[] {
  let left = limit;
  return prepared.filter((one) => (isChosen(one) ? left-- > 0 : left > 0));
}

function plannedOutcome(one: Prepared): LetterOutcome {
  const { id, attempts, origin } = one.stored.letter;
  if (!isChosen(one)) return { id, attempt: attempts, outcome: 'skipped', reason: one.skip };
  const to = one.stored.store === 'topic' ? `${origin?.topic}/${origin?.partition}` : 'inlet';
  return { id, attempt: attempts, outcome: 'planned', to };
}
