import { type PluginProperties, type Property } from '../../../src/connectors/properties.js';
import { reservation } from '../../../src/connectors/reserved.js';
import { sectionsOf } from '../../../src/connectors/sections.js';
import { markdownTable } from './generated-file.js';

const introduction = `# Settings of connectors

Written by \`npm run docs\` from schema/connectors, which holds what the plugins themselves tell of their properties,
or, of Confluent's sink, what its documentation tells.
\`spec.source.connector\`, \`spec.sink.connector\` and \`spec.tables[].sink.connector\` add settings to what cdcctl renders;
\`cdcctl render\` shows all of them. Settings of a connector's clients begin with \`producer.override.\`, \`consumer.override.\`
or \`admin.override.\`; they are checked too, and not listed here but for those that cannot be set. A secret is written as
\`$\${env:NAME}\` or \`$\${file:PATH:KEY}\`: the Connect worker replaces it.`;

interface Plugin {
  title: string;
  kind: 'source' | 'sink';
  connectorClass: string;
}

/** What can be set of the connectors, and what cannot with the reason, as Markdown. */
export function settingsReference(plugins: Plugin[], known: PluginProperties): string {
  return [introduction, ...plugins.flatMap((plugin) => pluginSection(plugin, known))].join('\n\n');
}

function pluginSection({ title, kind, connectorClass }: Plugin, known: PluginProperties): string[] {
  const all = sectionsOf({ kind, config: { 'connector.class': connectorClass } }, known).flatMap(
    ({ prefix, properties }) =>
      Object.entries(properties ?? {}).map(([name, property]) => ({ name: `${prefix}${name}`, prefix, property })),
  );
  const free = all.filter(({ name, prefix }) => prefix === '' && reservation(kind, name) === undefined);
  const reserved = all.flatMap(({ name }) => {
    const { why, field } = reservation(kind, name) ?? {};
    return why === undefined ? [] : [[`\`${name}\``, why, field === undefined ? '' : `\`${field}\``]];
  });
  return [
    `## ${title}`,
    markdownTable([
      ['setting', 'type', 'default of the plugin'],
      ...free.map(({ name, property }) => [`\`${name}\``, typeInWords(property), code(property.default)]),
    ]),
    'These cannot be set:',
    markdownTable([['setting', 'why', 'say it in'], ...reserved]),
  ];
}

function typeInWords({ type, values, min, max }: Property): string {
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(', ');
  const bounds = min === undefined ? '' : max === undefined ? `, from ${min}` : `, ${min} to ${max}`;
  return `${type.toLowerCase()}${bounds}`;
}

function code(text: string | undefined): string {
  return text === undefined || text === '' ? '' : `\`${text}\``;
}
