import { type ConnectorOffset } from '../../../clients/connect.js';
import { OperatorError } from '../../../errors.js';
import { type NamedConnector } from '../../../tables/named-connectors.js';

/**
 * Offsets by connector from the JSON of `offsets get`, `set` or `reset`: of the last two what was before.
 * @throws OperatorError (invalid) for text that is something else, and for connectors that no pipeline has
 */
export function savedOffsets(
  text: string,
  file: string,
  known: NamedConnector[],
): { connector: NamedConnector; offsets: ConnectorOffset[] }[] {
  const entries = entriesOf(text);
  if (entries === undefined) {
    throw new OperatorError({
      kind: 'invalid',
      resource: file,
      message: 'this is not what `cdcctl offsets get -o json` prints',
      hint: 'it must have data.connectors[] with connector and offsets',
    });
  }
  return entries.map(({ connector: name, previous, offsets }) => {
    const connector = known.find((one) => one.name === name);
    if (connector === undefined) {
      throw new OperatorError({ kind: 'invalid', resource: file, message: `no pipeline has the connector ${name}` });
    }
    return { connector, offsets: previous ?? offsets ?? [] };
  });
}

interface Entry {
  connector: string;
  previous?: ConnectorOffset[];
  offsets?: ConnectorOffset[];
}

function entriesOf(text: string): Entry[] | undefined {
  let parsed: { data?: { connectors?: unknown }; connectors?: unknown } | null;
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch {
    return undefined;
  }
  const entries = parsed?.data?.connectors ?? parsed?.connectors;
  return Array.isArray(entries) && entries.every(isEntry) ? entries : undefined;
}

function isEntry(entry: unknown): entry is Entry {
  const { connector, previous, offsets } = (entry ?? {}) as Partial<Entry>;
  const list = previous ?? offsets;
  return typeof connector === 'string' && Array.isArray(list) && list.every(isOffset);
}

function isOffset(one: unknown): one is ConnectorOffset {
  const { partition, offset } = (one ?? {}) as Partial<ConnectorOffset>;
  return typeof partition === 'object' && typeof offset === 'object';
}
