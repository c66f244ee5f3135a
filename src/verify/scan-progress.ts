import { type ProgressListener } from '../progress.js';
import { type Verdict } from './report.js';

export interface ScanProgress {
  started: (detail: string) => void;
  /** The number of rows read so far, and which part of all that is to be read is done (0 to 1). */
  rows: (rows: number, done?: number) => void;
  /** Rows that are looked at again. */
  looking: (rows: number) => void;
  done: (verdict: Verdict) => void;
}

const intervalMs = 500;
/** Before this part is done, the time that is left is a guess. */
const tellingPart = 0.02;

/** Tells how a scan goes on, not more often than anyone can read. */
export function scanProgress(step: string, listener: ProgressListener): ScanProgress {
  const start = performance.now();
  let shown = start;
  let most = 0;
  return {
    started: (detail) => listener({ step, status: 'started', detail }),
    rows: (rows, done = 0) => {
      most = Math.max(most, rows);
      const now = performance.now();
      if (now - shown < intervalMs) return;
      shown = now;
      const seconds = (now - start) / 1000;
      const rate = `${Math.round(most / seconds).toLocaleString('en')} rows/s`;
      const left = `${Math.round(done * 100)} %, ${durationText((seconds * (1 - done)) / done)} left`;
      listener({
        step,
        status: 'advanced',
        completed: most,
        detail: done < tellingPart ? rate : `${rate}, ${left}`,
      });
    },
    looking: (rows) =>
      listener({
        step,
        status: 'advanced',
        completed: most,
        detail: `looking again at ${rows.toLocaleString('en')} ${rows === 1 ? 'row' : 'rows'}`,
      }),
    done: (verdict) => listener({ step, status: 'done', completed: most, detail: verdict }),
  };
}

/** `40 s`, `3 min`, `2 h 5 min`. */
function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
