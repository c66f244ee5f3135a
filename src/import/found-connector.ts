import { OperatorError } from '../errors.js';
import { type ConnectorSettings } from '../connectors/sections.js';

/** A connector that is not, or not known to be, cdcctl's own. */
export interface FoundConnector extends ConnectorSettings {
  name: string;
  /** The Connect cluster that runs it; undefined for one that was read from a file. */
  url?: string;
  /** Topics that a sink has read, where Connect tells. */
  topics?: string[];
}

/** What the class of a connector says that it is; undefined for what has no place in a pipeline. */
export function kindOf(config: ConnectorSettings['config']): ConnectorSettings['kind'] | undefined {
  const name = config['connector.class'] ?? '';
  if (/Cassandra\d*(Source)?Connector$/.test(name) && !/Sink/.test(name)) return 'source';
  return /Jdbc\w*Sink(Connector)?$/.test(name) ? 'sink' : undefined;
}

/** Configurations by the names of their connectors. */
export type NamedConfigs = Record<string, Record<string, string>>;

/**
 * Reads the forms in which people keep configurations: `{name, config}`, the configuration alone, a list of either, and
 * what `GET /connectors?expand=info` answers.
 * @param file where it is from, for errors and for a connector without a name
 * @throws OperatorError (invalid)
 */
export function parseConfigs(text: string, file: string): NamedConfigs {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // What the parser says quotes the text, and there may be a password in it.
    throw unreadable(file, 'the file is no JSON');
  }
  const list = Array.isArray(json) ? json : [json];
  return Object.assign({}, ...list.map((one) => configsIn(one, file))) as NamedConfigs;
}

function configsIn(json: unknown, file: string): NamedConfigs {
  if (!isObject(json)) throw unreadable(file, 'a connector is an object');
  const byFile = file.replace(/^.*\//, '').replace(/\.json$/, '');
  if ('connector.class' in json) return { [textOr(json.name, byFile)]: texts(json) };
  if (isObject(json.config)) return { [textOr(json.name, byFile)]: texts(json.config) };
  const expanded = Object.entries(json).flatMap(([name, value]): [string, Record<string, string>][] => {
    const info = isObject(value) && isObject(value.info) ? value.info : value;
    return isObject(info) && isObject(info.config) ? [[name, texts(info.config)]] : [];
  });
  if (expanded.length === 0) throw unreadable(file, 'it holds no configuration of a connector');
  return Object.fromEntries(expanded);
}

function texts(config: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).flatMap(([key, value]) =>
      ['string', 'number', 'boolean'].includes(typeof value) ? [[key, String(value)]] : [],
    ),
  );
}

function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' && value !== '' ? value : otherwise;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(file: string, message: string): OperatorError {
  return new OperatorError({
    kind: 'invalid',
    resource: file,
    message,
    hint: 'give what GET /connectors/NAME or GET /connectors?expand=info answers',
  });
}
