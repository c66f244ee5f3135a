import { type RegistryCodec } from '../clients/registry-codec.js';
import { OperatorError } from '../errors.js';
import { type DeadLetter, type LetterState, letterStates, type StoredLetter } from './letter.js';
import { decodePayload, type Payload } from './payload.js';
import { readLetters } from './read-letters.js';
import { parseLetterRange } from './selection.js';
import { type LetterSystems } from './systems.js';
import { contextHeaderPrefix, headerText } from '../clients/error-headers.js';
import { eventHeader } from './topic-letter.js';

/** All that is kept of a letter. */
export interface LetterDetails extends DeadLetter {
  state: LetterState;
  /** As JSON text, for people and for jq. */
  event: string | null;
  recordKey: Payload;
  recordValue: Payload;
  /** Those of the record itself, but for the event. */
  headers: Record<string, string>;
  /** What Connect said of the failure. */
  context: Record<string, string>;
  trace: string | null;
}

/**
 * The newest failure of a letter.
 * @throws OperatorError (invalid) where no store has it
 */
export async function findLetter(
  systems: LetterSystems,
  { id, signal }: { id: string; signal: AbortSignal },
): Promise<{ stored: StoredLetter; state: LetterState }> {
  const range = parseLetterRange(id);
  if (range === undefined || !('id' in range)) {
    throw new OperatorError({
      kind: 'invalid',
      message: `${id} is no id of a dead letter`,
      hint: 'an id is topic/partition/offset, or dead_letters/number; cdcctl dlq list --all prints them',
    });
  }
  const selection = { tables: [], causes: [], stages: [], key: {}, letters: [range] };
  let newest: { stored: StoredLetter; state: LetterState } | undefined;
  for await (const letters of readLetters(systems, { selection, states: letterStates, signal })) {
    for (const one of letters) {
      if (one.stored.letter.attempts >= (newest?.stored.letter.attempts ?? 0)) newest = one;
    }
  }
  if (newest !== undefined) return newest;
  throw new OperatorError({
    kind: 'invalid',
    resource: `pipeline ${systems.pipeline.name}`,
    message: `there is no dead letter ${id}`,
    hint: 'cdcctl dlq list --all prints the ids; Kafka may have deleted it after its retention',
  });
}

export async function letterDetails(
  codec: RegistryCodec,
  { stored, state }: { stored: StoredLetter; state: LetterState },
): Promise<LetterDetails> {
  const { letter, event } = stored;
  if (stored.store === 'table') {
    return { ...letter, state, event, recordKey: null, recordValue: null, headers: {}, context: {}, trace: null };
  }
  const { record } = stored;
  const named = Object.keys(record.headers).map((name) => [name, headerText(record, name) ?? ''] as const);
  const isContext = (name: string) => name.startsWith(contextHeaderPrefix);
  const context = Object.fromEntries(
    named.filter(([name]) => isContext(name)).map(([name, text]) => [name.slice(contextHeaderPrefix.length), text]),
  );
  const { 'exception.stacktrace': trace = null, ...rest } = context;
  return {
    ...letter,
    state,
    event,
    recordKey: await decodePayload(codec, record.key),
    recordValue: await decodePayload(codec, record.value),
    headers: Object.fromEntries(named.filter(([name]) => !isContext(name) && name !== eventHeader)),
    context: rest,
    trace,
  };
}
