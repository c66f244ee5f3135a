import avsc from 'avsc';
import { columnNames, columnTypes, keyName, uuidAvro } from './bench-table.js';
import { type BenchEvent } from './workload.js';

/** A column in an event: null where the statement did not touch it. */
type Cell = { value: unknown; deletion_ts: number | null; set: boolean } | null;

/** The row of an event as the source has it before it is flattened. */
export function eventRow(event: BenchEvent): Record<string, unknown> {
  return {
    ...cellsOf(event),
    __op: event.op,
    __source_ts_us: event.ts,
    __source_file: 'CommitLog-7-1767225600000.log',
    __source_pos: event.ts % 33_554_432,
    __source_snapshot: null,
  };
}

function cellsOf({ key, op, ts, cells }: BenchEvent): Record<string, Cell> {
  const columns = columnNames.map((name): [string, Cell] => {
    if (op === 'd') return [name, { value: null, deletion_ts: ts, set: true }];
    return [name, name in cells ? { value: cells[name], deletion_ts: null, set: true } : null];
  });
  return { [keyName]: { value: key, deletion_ts: null, set: true }, ...Object.fromEntries(columns) };
}

function record(name: string, fields: [string, unknown][]): avsc.Schema {
  return {
    type: 'record',
    name,
    fields: fields.map(([field, type]) => ({ name: field, type: ['null', type], default: null })),
    'connect.name': name,
  } as avsc.Schema;
}

/** The record's key. */
export const keySchema = record('Key', [[keyName, uuidAvro]]);

/** The record's value: the row, flat. */
export const valueSchema = record('after', [
  ...[[keyName, uuidAvro] as const, ...columnNames.map((name) => [name, columnTypes[name].avro] as const)].flatMap(
    ([name, type]): [string, unknown][] => [
      [`${name}_value`, type],
      [`${name}_deletion_ts`, 'long'],
      [`${name}_set`, 'boolean'],
    ],
  ),
  ['__op', 'string'],
  ['__source_ts_us', 'long'],
  ['__source_file', 'string'],
  ['__source_pos', 'int'],
  ['__source_snapshot', 'string'],
]);

/** The fields of a record's value. */
export function flatValue(event: BenchEvent): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(eventRow(event)).flatMap(([name, field]): [string, unknown][] => {
      if (name.startsWith('__')) return [[name, field]];
      const cell = field as Cell;
      return [
        [`${name}_value`, cell?.value ?? null],
        [`${name}_deletion_ts`, cell?.deletion_ts ?? null],
        [`${name}_set`, cell?.set ?? null],
      ];
    }),
  );
}

/** Makes the bytes of records: a zero, the schema's number in the registry, Avro. */
export function avroEncoder(schema: avsc.Schema, id: number): (record: unknown) => Buffer {
  const type = avsc.Type.forSchema(schema);
  const prefix = Buffer.alloc(5);
  prefix.writeInt32BE(id, 1);
  return (value) => Buffer.concat([prefix, type.toBuffer(value)]);
}
