import { type ConnectorOffset, offsetsShape } from '../../../clients/connect.js';
import { OperatorError } from '../../../errors.js';
import { JsonShape, listOf, objectOf, orNull, text } from '../../../json-shape.js';
import { type NamedConnector } from '../../../tables/named-connectors.js';
import { sinkPosition } from './read.js';

/**
 * Offsets by connector from the JSON of `offsets get`, `set` or `reset`: of the last two what was before.
 * @throws OperatorError (invalid) for text that is something else, and for connectors that no pipeline has
 */
export function savedOffsets(
  content: string,
  file: string,
  known: NamedConnector[],
): { connector: NamedConnector; offsets: ConnectorOffset[] }[] {
  const found = entriesOf(content);
  if (found === undefined) {
    throw new OperatorError({
      kind: 'invalid',
      resource: file,
      message: 'this is not what `cdcctl offsets get -o json` prints',
      hint: 'it must have data.connectors[] with connector and offsets',
    });
  }
  return found.map(({ connector: name, previous, offsets }) => {
    const connector = known.find((one) => one.name === name);
    if (connector === undefined) {
      throw new OperatorError({ kind: 'invalid', resource: file, message: `no pipeline has the connector ${name}` });
    }
    const all = previous ?? offsets ?? [];
    if (connector.kind === 'sink' && !all.every(isPosition)) {
      throw new OperatorError({
        kind: 'invalid',
        resource: file,
        message: `${name} is a sink, and what the file has of it are no offsets of topics`,
        hint: 'each has a kafka_topic, a kafka_partition and a kafka_offset that are whole numbers',
      });
    }
    return { connector, offsets: all };
  });
}

interface Entry {
  connector: string;
  previous?: ConnectorOffset[] | null;
  offsets?: ConnectorOffset[] | null;
}

const entries = new JsonShape<Entry[]>(
  listOf({
    ...objectOf({ connector: text }, { previous: orNull(offsetsShape), offsets: orNull(offsetsShape) }),
    anyOf: [objectOf({ previous: offsetsShape }), objectOf({ offsets: offsetsShape })],
  }),
);

function entriesOf(file: string): Entry[] | undefined {
  let parsed: { data?: { connectors?: unknown } | null; connectors?: unknown } | null;
  try {
    parsed = JSON.parse(file) as typeof parsed;
  } catch {
    return undefined;
  }
  const found = parsed?.data?.connectors ?? parsed?.connectors;
  return entries.holds(found) ? found : undefined;
}

function isPosition(one: ConnectorOffset): boolean {
  const { partition = -1, offset = -1 } = sinkPosition(one) ?? {};
  return [partition, offset].every((number) => Number.isSafeInteger(number) && number >= 0);
}
