import { type CapturedEvent } from '../support/captured-events.js';

/** What stands for the first time of a case; each later one is a microsecond later. */
const firstTime = 1_700_000_000_000_000;
/** Times before are those of statements, in microseconds since 1970; later ones are of the run. */
const runTimes = 1_600_000_000_000_000;

const timeFields = ['__source_ts_us', 'deletion_ts'];

/** Parses the JSON of an event; numbers that JSON.stringify would not write back become strings. */
export function parseEvent(text: string): CapturedEvent['event'] {
  const exact = text.replace(/([:[,])(-?\d{16,}|-0(?:\.0)?)(?=[,\]}])/g, (whole, before: string, number: string) =>
    String(JSON.parse(number)) === number ? whole : `${before}"${number}"`,
  );
  return JSON.parse(exact) as CapturedEvent['event'];
}

/**
 * The events of a case without what differs from run to run: times keep their order only, the log has no position, and
 * events stand by table and time, because those of one table arrive in the order of each of its topic's partitions.
 */
export function normalised(events: CapturedEvent[]): CapturedEvent[] {
  const times = new Set<number>();
  visit(events, (time) => {
    times.add(time);
    return time;
  });
  const rank = [...times].toSorted((a, b) => a - b);
  const placed = visit(events, (time) => firstTime + rank.indexOf(time)) as CapturedEvent[];
  return placed
    .map(({ table, event }) => ({ table, event: { ...event, __source_file: 'commit-log', __source_pos: 0 } }))
    .toSorted((a, b) => compare(orderOf(a), orderOf(b)));
}

/** What two events are ordered by, as text. */
function orderOf({ table, event }: CapturedEvent): string {
  const time = String(event.__source_ts_us).padStart(16, '0');
  return `${table} ${time} ${JSON.stringify(event)}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A copy in which every time of the run is replaced. */
function visit(value: unknown, replace: (time: number) => number): unknown {
  if (Array.isArray(value)) return value.map((item) => visit(item, replace));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const isTime = timeFields.includes(name) && typeof field === 'number' && field > runTimes;
      return [name, isTime ? replace(field) : visit(field, replace)];
    }),
  );
}
