import { type ConnectorOffset } from '../../../clients/connect.js';
import { sinkPosition } from './read.js';

/** What a change of offsets means for a sink, in records. */
export interface OffsetEffect {
  /** Records that come to PostgreSQL once more. */
  again: number;
  /** Records that never come to PostgreSQL. */
  skipped: number;
}

/** @param next what replaces them; partitions that it does not name stay */
export function effectOn(previous: ConnectorOffset[], next: ConnectorOffset[]): OffsetEffect {
  const effect = { again: 0, skipped: 0 };
  for (const target of next) {
    const to = sinkPosition(target);
    const from = previous.map(sinkPosition).find((one) => one?.topic === to?.topic && one?.partition === to?.partition);
    if (to === undefined) continue;
    const step = to.offset - (from?.offset ?? 0);
    if (step > 0) effect.skipped += step;
    else effect.again -= step;
  }
  return effect;
}
