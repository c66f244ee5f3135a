import { type SinkProgressReader, withSinkProgress } from '../clients/sink-progress.js';
import { type Pipeline } from '../pipeline/pipeline.js';
import { type ProgressListener } from '../progress.js';
import { type RenderedPipeline } from '../render/rendered.js';
import { waitFor } from '../wait.js';

/** The source sends what it reads at once: after this long without a new record it has read all there was. */
const quietMs = 3000;

export interface CaughtUpOptions {
  pipeline: Pipeline;
  rendered: RenderedPipeline;
  timeoutMs: number;
  onProgress: ProgressListener;
  signal?: AbortSignal | undefined;
  now: () => Date;
}

/**
 * Waits until no new records come and the sinks have nothing more to do. Writers must have stopped.
 * @throws OperatorError (unreachable) when the time is over, (finding) where a topic is missing
 */
export async function waitUntilCaughtUp(options: CaughtUpOptions): Promise<void> {
  const { pipeline, rendered, timeoutMs, onProgress, signal, now } = options;
  const step = 'catching up';
  onProgress({ step, status: 'started' });
  const { bootstrapServers: brokers } = pipeline.kafka;
  await withSinkProgress({ brokers, deadLetterTopic: pipeline.deadLetters.topic }, async (progress) => {
    let newest = { endOffsets: -1, at: now().getTime() };
    await waitFor(
      { what: 'the sinks to catch up', timeoutMs, signal, hint: '`cdcctl status` shows which connector is behind' },
      async () => {
        const { lagRecords, endOffsets } = await totalLag(progress, rendered);
        if (endOffsets !== newest.endOffsets) newest = { endOffsets, at: now().getTime() };
        onProgress({ step, status: 'advanced', detail: `${lagRecords} records behind` });
        return lagRecords === 0 && now().getTime() - newest.at >= quietMs ? true : undefined;
      },
    );
    onProgress({ step, status: 'done', detail: `${newest.endOffsets} records` });
  });
}

async function totalLag(progress: SinkProgressReader, rendered: RenderedPipeline) {
  const sinks = rendered.connectors.filter(({ kind }) => kind === 'sink');
  const lags = await Promise.all(
    sinks.map(({ name, config }) => progress.of({ connector: name, topic: config.topics ?? '' })),
  );
  return {
    lagRecords: lags.reduce((sum, { lagRecords }) => sum + lagRecords, 0),
    endOffsets: lags.reduce((sum, { endOffsets }) => sum + endOffsets, 0),
  };
}
