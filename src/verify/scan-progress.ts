import { type ProgressListener } from '../progress.js';

export interface ScanProgress {
  started: (detail: string) => void;
  /** The number of rows read so far. */
  rows: (rows: number) => void;
  done: (verdict: string) => void;
}

const intervalMs = 500;

/** Tells how a scan goes on, not more often than anyone can read. */
export function scanProgress(step: string, listener: ProgressListener): ScanProgress {
  const start = performance.now();
  let shown = start;
  let most = 0;
  return {
    started: (detail) => listener({ step, status: 'started', detail }),
    rows: (rows) => {
      most = Math.max(most, rows);
      const now = performance.now();
      if (now - shown < intervalMs) return;
      shown = now;
      const rate = Math.round(most / ((now - start) / 1000));
      listener({ step, status: 'advanced', completed: most, detail: `${rate.toLocaleString('en')} rows/s` });
    },
    done: (verdict) => listener({ step, status: 'done', completed: most, detail: verdict }),
  };
}
