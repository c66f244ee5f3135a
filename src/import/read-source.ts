import { listOf } from '../connectors/sections.js';
import { type FoundConnector } from './found-connector.js';
import { transformTypes } from './rules.js';

/** What a source connector tells of its pipeline. */
export interface FoundSource {
  connector: FoundConnector;
  /** Whether cdcctl made it. */
  own: boolean;
  topicPrefix: string;
  keyspace?: string;
  /** Those that it sends, if its settings say so. */
  tables: string[];
  /** Name of each table's topic, with `{table}` for that of the table. */
  topicPattern?: string;
  /** Columns of tables that never leave Cassandra. */
  exclude: Record<string, string[]>;
  include: Record<string, string[]>;
}

export function readSource(connector: FoundConnector): FoundSource {
  const { config } = connector;
  const own = config['transforms.header.headers'] === 'event' && transformTypes(config).includes('HeaderFrom');
  const topicPrefix = config['topic.prefix'] ?? 'cdc';
  const replicated = afterPrefix(topicPrefix, config['predicates.replicated.pattern']);
  const [router] = Object.entries(config).filter(
    ([key, type]) => /^transforms\.[^.]+\.type$/.test(key) && type.endsWith('.RegexRouter'),
  );
  const route = router?.[0].replace(/\.type$/, '');
  const pattern = route === undefined ? undefined : config[`${route}.replacement`]?.replace(/\$\{?\w+\}?/, '{table}');
  const keyspace =
    replicated?.keyspace ??
    afterPrefix(topicPrefix, route === undefined ? undefined : config[`${route}.regex`])?.keyspace ??
    excludedFields(config)[0]?.keyspace;
  return {
    connector,
    own,
    topicPrefix,
    tables: replicated?.tables ?? [],
    exclude: perTable([
      ...wanted(config, 'exclude'),
      ...excludedFields(config).map(({ table, column }) => ({ table, columns: [column] })),
    ]),
    include: perTable(wanted(config, 'include')),
    ...(keyspace === undefined ? {} : { keyspace }),
    ...(pattern?.includes('{table}') && !pattern.includes('$') ? { topicPattern: pattern } : {}),
  };
}

/** `cdc\.shop\.(users|orders)` → keyspace and tables. */
function afterPrefix(prefix: string, regex: string | undefined): { keyspace: string; tables: string[] } | undefined {
  const plain = regex?.replace(/\\(.)/g, '$1').replace(/^\^|\$$/g, '');
  if (plain === undefined || !plain.startsWith(`${prefix}.`)) return undefined;
  const [, keyspace, tables = ''] = /^(\w+)\.(?:\(([\w|]+)\))?/.exec(plain.slice(prefix.length + 1)) ?? [];
  return keyspace === undefined ? undefined : { keyspace, tables: tables.split('|').filter((name) => name !== '') };
}

/** The fields that cdcctl's own transforms keep or drop, by table; metadata begin with two underscores. */
function wanted(config: FoundConnector['config'], kind: 'include' | 'exclude'): { table: string; columns: string[] }[] {
  return Object.entries(config).flatMap(([key, value]) => {
    const table = new RegExp(`^transforms\\.wanted_(\\w+)\\.${kind}$`).exec(key)?.[1];
    return table === undefined ? [] : [{ table, columns: listOf(value).filter((name) => !name.startsWith('__')) }];
  });
}

/** `field.exclude.list` has keyspace.table.column. */
function excludedFields(config: FoundConnector['config']): { keyspace: string; table: string; column: string }[] {
  return listOf(config['field.exclude.list']).flatMap((name) => {
    const [keyspace, table, column] = name.split('.');
    return keyspace && table && column ? [{ keyspace, table, column }] : [];
  });
}

function perTable(entries: { table: string; columns: string[] }[]): Record<string, string[]> {
  const all = new Map<string, string[]>();
  for (const { table, columns } of entries) all.set(table, [...(all.get(table) ?? []), ...columns]);
  return Object.fromEntries(all);
}
