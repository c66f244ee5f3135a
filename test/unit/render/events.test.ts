import { type CapturedEvent, readCapturedCases } from '../../support/captured-events.js';

/**
 * What the rendered SQL relies on, checked on events of the connector. A column of an event is null where the statement
 * did not touch it, else a cell `{value, deletion_ts, set}`; times are in microseconds since 1970.
 */

const cases = new Map(readCapturedCases().map(({ case: name, events }) => [name, events]));
const all = [...cases.values()].flat();

interface Cell {
  value: unknown;
  deletion_ts: number | null;
}

function eventsOf(name: string): CapturedEvent[] {
  const events = cases.get(name);
  if (events === undefined) throw new Error(`no case ${name}`);
  return events;
}

/** The newest event of a case: that of its last statement. */
function lastOf(name: string): CapturedEvent['event'] {
  return eventsOf(name).at(-1)!.event;
}

function cell(event: CapturedEvent['event'], column: string): Cell | null {
  return event[column] as Cell | null;
}

/** The operation and the state of each of some columns. */
function shape(event: CapturedEvent['event'], columns: string[]) {
  const state = (column: string) => {
    const found = cell(event, column);
    if (found === null) return 'untouched';
    return found.value === null ? 'null' : 'value';
  };
  return [event.__op, ...columns.map(state)].join(' ');
}

const touched = { flat: ['a', 'b'], wide: ['c', 'd', 'a', 'b'] };

describe('every event', () => {
  test('has an operation, a write time and the whole partition key', () => {
    for (const { event } of all) {
      expect(['i', 'u', 'd', 'r']).toContain(event.__op);
      expect(event.__source_ts_us).toEqual(expect.any(Number));
      expect(cell(event, 'k' in event ? 'k' : 'p')?.value).toEqual(expect.any(Number));
    }
  });

  test('has a field for each column of its table: null, or a cell with value and deletion_ts', () => {
    for (const { event } of all) {
      const columns = Object.entries(event).filter(([name]) => !name.startsWith('__'));
      for (const [, field] of columns.filter(([, one]) => one !== null)) {
        expect(Object.keys(field as object)).toEqual(['value', 'deletion_ts', 'set']);
      }
    }
  });
});

describe('writes', () => {
  test.each([
    ['insert of every column', 'i value value'],
    ['insert of some columns', 'i value untouched'],
    ['insert of a key alone', 'i untouched untouched'],
    ['insert of a null', 'i value null'],
    ['insert of an empty text', 'i untouched value'],
    ['update', 'u value untouched'],
    ['update to null', 'u null untouched'],
    ['delete of a cell', 'u null untouched'],
    ['conditional insert that is applied', 'i value untouched'],
    ['conditional update that is applied, then one that is not', 'u value untouched'],
    ['conditional delete that is applied', 'd null null'],
  ])('%s: %s', (name, expected) => {
    expect(shape(lastOf(name), touched.flat)).toBe(expected);
  });

  test('a condition that is not met emits nothing', () => {
    expect(eventsOf('conditional insert that is not applied')).toHaveLength(1);
    expect(eventsOf('conditional update that is applied, then one that is not')).toHaveLength(2);
  });

  test.each([
    'insert with a timestamp',
    'update with a timestamp',
    'delete of a cell with a timestamp',
    'delete with a timestamp',
  ])('the write time is that of the statement: %s', (name) => expect(lastOf(name).__source_ts_us).toBe(1000));

  test.each(['insert with a time to live', 'update with a time to live'])(
    'deletion_ts of a live cell is when it expires: %s',
    (name) => expect(cell(lastOf(name), 'a')!.deletion_ts).toBeGreaterThan(lastOf(name).__source_ts_us as number),
  );

  test('deletion_ts is null in a cell that neither expires nor is deleted with its row', () => {
    for (const name of ['insert of every column', 'update', 'update to null', 'delete of a cell']) {
      expect(cell(lastOf(name), 'a')!.deletion_ts).toBeNull();
    }
  });

  test('a batch has one event for each row, with the newest of its write times', () => {
    const batch = eventsOf('batch in one partition').map(({ event }) => shape(event, touched.wide));
    expect(batch.toSorted()).toEqual([
      'd value value null null',
      'i value value value value',
      'u value value untouched null',
      'u value value value untouched',
    ]);
    expect(eventsOf('batch with two writes of one row')).toHaveLength(1);
    expect(lastOf('batch with timestamps of its own').__source_ts_us).toBe(2000);
  });

  test('a batch over several tables has events of each', () => {
    const tables = eventsOf('batch over several tables').map(({ table }) => table);
    expect(tables).toEqual(['flat', 'flat', 'wide']);
  });
});

describe('deletes', () => {
  test.each(['delete of a row that is there', 'delete of a row that is not there'])('of a row: %s', (name) => {
    expect(shape(lastOf(name), touched.flat)).toBe('d null null');
  });

  test.each(['delete of a clustered row', 'delete of a clustered row that is not there'])(
    'of a clustered row name the whole primary key: %s',
    (name) => expect(shape(lastOf(name), touched.wide)).toBe('d value value null null'),
  );

  test.each([
    'delete of a partition',
    'delete of a partition that is not there',
    'delete of a partition with a timestamp',
  ])('of a partition have a clustering key of nulls with the time of the delete: %s', (name) => {
    const event = lastOf(name);
    expect(shape(event, touched.wide)).toBe('d null null null null');
    expect(cell(event, 'c')!.deletion_ts).toBe(event.__source_ts_us);
  });

  test('of a partition in a batch have their own time in the clustering key, not that of the batch', () => {
    const deleted = eventsOf('batch that deletes a partition and inserts a row').find(
      ({ event }) => event.__op === 'd',
    )!;
    expect(cell(deleted.event, 'c')!.deletion_ts).toBe(1000);
    expect(deleted.event.__source_ts_us).toBe(2000);
  });

  test.each([
    'delete of a clustering prefix',
    'delete of a closed range',
    'delete of an exclusive range',
    'delete of a range with an open start',
    'delete of a range with an open end',
    'delete of a range below a prefix',
  ])('of a range have nothing but the partition key: %s', (name) => {
    expect(shape(lastOf(name), touched.wide)).toBe('r untouched untouched untouched untouched');
  });

  test('of several ranges have an event for each', () => {
    expect(eventsOf('delete of several clustering prefixes').map(({ event }) => event.__op)).toEqual(['r', 'r']);
  });
});

describe('what the events do not tell', () => {
  test.each(['insert of static columns alone', 'update of a static column', 'delete of a static column', 'counter'])(
    'there is no event: %s',
    (name) => expect(eventsOf(name)).toEqual([]),
  );

  test('truncate has no event', () => {
    expect(eventsOf('truncate').map(({ event }) => event.__op)).toEqual(['i']);
  });

  test.each(['insert of static columns with a row', 'update of static columns with a row'])(
    'static columns are null beside the row: %s',
    (name) => expect(shape(lastOf(name), ['v', 's', 't'])).toMatch(/^[iu] value untouched untouched$/),
  );

  test('replacing a collection and adding to it look alike', () => {
    const valueOf = (name: string, column: string) => cell(lastOf(name), column)!.value;
    expect(valueOf('update of a whole list', 'l')).toEqual(valueOf('append to a list', 'l'));
    expect(valueOf('update of a whole set', 's')).toEqual(valueOf('addition to a set', 's'));
    expect(valueOf('update of a whole map', 'm')).toEqual(valueOf('addition to a map', 'm'));
  });

  test('a change of a collection touches its column, whatever it is', () => {
    const changes = [...cases.keys()].filter((name) => /(list|set|map)( element)?$/.test(name) && !/static/.test(name));
    expect(changes.length).toBeGreaterThan(15);
    for (const name of changes) {
      const column = /list/.test(name) ? 'l' : / set$/.test(name) ? 's' : 'm';
      expect(shape(lastOf(name), [column, 'a'])).toBe('u value untouched');
    }
  });
});
