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

const idOfLetter = /^([\w.-]{1,249}\/\d{1,19}|dead_letters)\/\d{1,19}$/;
/** As `toISOString` writes it. */
const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** Of PostgreSQL's integer, and the one after it. */
const mostAttempts = 2 ** 31 - 2;

/** Whoever can write to a topic can write this header: what the ledger does not take is no trail. */
function isTrail(trail: Partial<Trail> | null): trail is Trail {
  const { replay, batch, letter, attempt, firstSeen } = Object(trail) as Partial<Record<keyof Trail, unknown>>;
  return (
    typeof letter === 'string' &&
    idOfLetter.test(letter) &&
    [replay, batch].every((number) => Number.isSafeInteger(number)) &&
    typeof attempt === 'number' &&
    Number.isInteger(attempt) &&
    attempt >= 1 &&
    attempt <= mostAttempts &&
    typeof firstSeen === 'string' &&
    time.test(firstSeen) &&
    !Number.isNaN(Date.parse(firstSeen))
  );
}
