import { setTimeout as sleep } from 'node:timers/promises';
import { assess } from './assess.js';
import { PipelineReader, type ReaderOptions } from './reading/read-pipeline.js';
import { type Reading } from './reading/reading.js';
import { type LagReport } from './report.js';

/** As many readings as Burrow keeps. */
const windowReadings = 10;

export interface MeasureOptions extends ReaderOptions {
  /** From the first reading to the last; 0 for one reading, which tells no rates. */
  sampleMs: number;
}

/** How far a pipeline is behind, by readings of about every second. Nothing is changed. */
export async function measureLag({ sampleMs, ...options }: MeasureOptions): Promise<LagReport> {
  const count = sampleMs === 0 ? 1 : Math.min(windowReadings, Math.max(2, Math.round(sampleMs / 1000) + 1));
  const intervalMs = sampleMs / Math.max(1, count - 1);
  let taken = 0;
  for await (const report of watchLag({ ...options, intervalMs })) {
    taken++;
    if (taken === count) return report;
  }
  throw new Error('a watch has no end');
}

export interface WatchOptions extends ReaderOptions {
  /** From one reading to the next. */
  intervalMs: number;
}

/** How far a pipeline is behind, again and again without end: each report is about the last readings. */
export async function* watchLag({ intervalMs, ...options }: WatchOptions): AsyncGenerator<LagReport, void> {
  const reader = new PipelineReader(options);
  const window: Reading[] = [];
  try {
    for (;;) {
      const startedAt = performance.now();
      window.push(await reader.read());
      if (window.length > windowReadings) window.shift();
      yield assess(options.pipeline.name, window);
      const pauseMs = Math.max(0, intervalMs - (performance.now() - startedAt));
      await sleep(pauseMs, undefined, { signal: options.signal });
    }
  } finally {
    await reader.close();
  }
}
