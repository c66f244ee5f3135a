import cassandra from 'cassandra-driver';
import { replayLetters } from '../../../../src/dead-letters/replay/replay.js';
import { withLetterSystems } from '../../../../src/dead-letters/systems.js';
import { benchTable } from '../../apply/bench-table.js';
import { runTask } from './task.js';

/** Just after the events, or they would be older than the table's tombstones. */
const now = new Date('2026-01-02T00:00:00Z');

/** Puts dead letters back; no sink is waited for. */
await runTask(({ pipeline, letters }) =>
  withLetterSystems(pipeline, async (systems) => {
    const begunMs = performance.now();
    const { counts } = await replayLetters({
      systems,
      tables: [benchTable(pipeline)],
      // Never connected: Cassandra is asked only which letters are stale.
      cassandra: new cassandra.Client(pipeline.cassandra),
      consistency: cassandra.types.consistencies.localQuorum,
      selection: { tables: [], causes: [], stages: [], letters: [], key: {} },
      limit: letters,
      includeStale: true,
      discardStale: false,
      maxAttempts: 3,
      editsAtOnce: false,
      dryRun: false,
      timeoutMs: 0,
      told: { most: 1000, applied: false },
      pace: () => Promise.resolve(),
      onProgress: () => undefined,
      onOutcome: () => undefined,
      now: () => now,
      signal: new AbortController().signal,
    });
    return { records: counts.pending, seconds: (performance.now() - begunMs) / 1000 };
  }),
);
