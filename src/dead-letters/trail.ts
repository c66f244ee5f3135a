import { type KafkaRecord } from '../clients/kafka-reader.js';

/** The header by which a record that was put back tells where it comes from. */
export const trailHeader = 'cdcctl.replay';

export interface Trail {
  /** The run of replay-dlq, and what it sent at once. */
  replay: number;
  batch: number;
  /** The id of the dead letter. */
  letter: string;
  /** 1 for the first replay of the letter. */
  attempt: number;
  /** When the letter failed first, as an ISO 8601 time. */
  firstSeen: string;
}

/** The trail of a record; undefined for one that was not put back. */
export function trailOf({ headers }: Pick<KafkaRecord, 'headers'>): Trail | undefined {
  const header = headers[trailHeader];
  if (header === undefined) return undefined;
  try {
    const trail = JSON.parse(String(Array.isArray(header) ? header.at(-1) : header)) as Partial<Trail> | null;
    return isTrail(trail) ? trail : undefined;
  } catch {
    return undefined;
  }
}

function isTrail(trail: Partial<Trail> | null): trail is Trail {
  return (
    typeof trail?.letter === 'string' &&
    [trail.replay, trail.batch, trail.attempt].every((number) => Number.isSafeInteger(number)) &&
    typeof trail.firstSeen === 'string'
  );
}
