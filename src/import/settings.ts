import { settingProblems } from '../connectors/check.js';
import { type PluginProperties } from '../connectors/properties.js';
import { reservation } from '../connectors/reserved.js';
import { sectionOf, type Section, sectionsOf } from '../connectors/sections.js';
import { type SinkKind, sinkTemplateConfig, templateConfig } from '../render/connectors/template-config.js';
import { type Finding, isSecretSetting, shown } from './finding.js';
import { type FoundConnector } from './found-connector.js';

function templateOf(kind: FoundConnector['kind'], sink: SinkKind): Readonly<Record<string, string>> {
  return kind === 'source' ? templateConfig('debezium-cassandra-source.yaml') : sinkTemplateConfig(sink);
}

export interface SortedSettings {
  /** Settings that the definition adds to those of cdcctl, as it writes them. */
  added: Record<string, string>;
  findings: Finding[];
}

/**
 * What becomes of the settings of a connector that no rule is about.
 * @param options.known those that were taken into other fields of the definition, or have a finding already
 * @param options.own whether cdcctl made the connector
 * @param options.sink what the sinks of the definition are
 */
export function sortSettings(
  connector: FoundConnector,
  options: { known: ReadonlySet<string>; own: boolean; sink: SinkKind; plugins: PluginProperties },
): SortedSettings {
  const { known, own, sink, plugins } = options;
  const { kind, name, config } = connector;
  const template = templateOf(kind, sink);
  const sections = sectionsOf({ kind, config: { 'connector.class': template['connector.class'] ?? '' } }, plugins);
  const sorted: SortedSettings = { added: {}, findings: [] };
  for (const [key, value] of Object.entries(config)) {
    if (known.has(key) || template[key] === value || isMade(key, { kind, own, template })) continue;
    const property = propertyOf(key, sections);
    const finding = {
      connector: name,
      setting: key,
      found: shown(key, value, property),
    };
    const reserved = reservation(kind, key);
    if (reserved !== undefined) {
      const becomes = template[key] ?? (reserved.field === undefined ? 'left out' : reserved.field);
      sorted.findings.push({ ...finding, severity: 'changed', becomes, why: reserved.why });
      continue;
    }
    const [problem] = settingProblems({ kind, key, value, sections });
    if (problem !== undefined) {
      const why = problem.hint === undefined ? problem.message : `${problem.message}; ${problem.hint}`;
      sorted.findings.push({ ...finding, severity: 'changed', becomes: 'left out', why });
      continue;
    }
    // A worker replaces its own references; those of a definition would be replaced by cdcctl.
    sorted.added[key] = value.replaceAll('${', '$${');
    if (isSecretSetting(key, value, property)) {
      sorted.added[key] = `$\${env:${variableOf(key)}}`;
      const becomes = `\${env:${variableOf(key)}}, of the environment of the workers`;
      sorted.findings.push({ ...finding, severity: 'wrong', becomes, why: secretInPlainText });
    }
  }
  return sorted;
}

export const secretInPlainText =
  'it stands in the configuration, where all who can use Connect or read its topics see it';

/** What cdcctl makes anew, for the tables and systems of the definition. */
function isMade(
  key: string,
  { kind, own, template }: { kind: FoundConnector['kind']; own: boolean; template: Readonly<Record<string, string>> },
): boolean {
  if (key === 'name' || /^(key|value)\.converter(\.|$)/.test(key)) return true;
  if (!/^(transforms|predicates)(\.|$)/.test(key)) return false;
  if (!own) return true;
  return kind === 'source' && (template[key] === undefined || !key.includes('.') || key === 'predicates');
}

function propertyOf(key: string, sections: Section[]) {
  const { prefix, properties } = sectionOf(key, sections);
  return properties?.[key.slice(prefix.length)];
}

function variableOf(key: string): string {
  return `CDCCTL_${key}`.replace(/[^A-Za-z0-9]/g, '_').toUpperCase();
}
