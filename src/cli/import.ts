import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { exitCodes, messageOf, OperatorError } from '../errors.js';
import { type Finding } from '../import/finding.js';
import { type FoundConnector, type NamedConfigs } from '../import/found-connector.js';
import { type ImportedDefinition } from '../import/import.js';
import { collect } from './collect.js';
import { attach } from './command.js';
import { type CliContext, type CommandRun } from './context.js';
import { requireFree, writeDefinition } from './new-file.js';
import { operatorVariables } from './operator-variables.js';

interface ImportFlags {
  connectUrl: string[];
  caFile?: string;
  certificateFile?: string;
  keyFile?: string;
  connector: string[];
  keyspace?: string;
  table: string[];
  name?: string;
  to: string;
  envFile?: string;
  force: boolean;
}

interface ImportData extends ImportedDefinition {
  /** Where the definition was written; null for stdout. */
  file: string | null;
}

/** Writes a definition for connectors that are there. */
export function importCommand(context: CliContext): Command {
  const command = new Command('import')
    .description('write a definition for connectors that are there, and say what is wrong with their settings')
    .argument('[files...]', 'JSON files with configurations of connectors, in place of a cluster')
    .addOption(
      new Option('--connect-url <url>', 'cluster to ask; repeatable (env: CONNECT_URL)')
        .argParser(collect)
        .default([], 'CONNECT_URL'),
    )
    .option('--ca-file <file>', 'PEM file that the certificate of the cluster is checked by (env: CDC_TLS_CA_FILE)')
    .option('--certificate-file <file>', 'PEM file with the certificate to show (env: CDC_TLS_FILE)')
    .option('--key-file <file>', 'PEM file with the key of the certificate (env: CDC_TLS_FILE)')
    .addOption(
      new Option('--connector <pattern>', "only connectors with such a name: 'shop-*'; repeatable")
        .argParser(collect)
        .default([], 'all'),
    )
    .option('--keyspace <name>', 'keyspace, where the connectors do not tell')
    .addOption(
      new Option('--table <name>', 'only this table, or one of which the connectors do not tell; repeatable')
        .argParser(collect)
        .default([], 'all'),
    )
    .option('--name <name>', 'name of the pipeline; that of the keyspace without it')
    .option('--to <file>', 'file to write, or - for stdout', 'cdcctl.yaml')
    .option(
      '--env-file <file>',
      'variables such as CONNECT_USER, CONNECT_PASSWORD and CONNECT_TOKEN, before those of .env',
    )
    .option('--force', 'replace the file', false);
  return attach<ImportFlags, ImportData>(command, context, {
    run: async (run, flags, files) => {
      requireFree(run, flags.to, flags);
      const { importDefinition } = await import('../import/import.js');
      const imported = importDefinition(await found(run, flags, files), {
        tables: flags.table,
        ...(flags.name === undefined ? {} : { name: flags.name }),
        ...(flags.keyspace === undefined ? {} : { keyspace: flags.keyspace }),
      });
      const file = await writeDefinition(run, flags.to, imported.text);
      // The result is the definition alone.
      if (file === null) imported.findings.forEach((finding) => run.output.log('info', findingText(finding)));
      const isWrong = imported.findings.some(({ severity }) => severity === 'wrong');
      return { data: { ...imported, file }, exitCode: isWrong ? exitCodes.finding : exitCodes.ok };
    },
    exitCodes: { finding: 'the definition is written, and settings that were found lose or expose values' },
    render: (data) => (data.file === null ? data.text.trimEnd() : summary(data, data.file)),
  });
}

/** The connectors that the flags choose of those that files or clusters have. */
async function found(run: CommandRun, flags: ImportFlags, files: string[]): Promise<FoundConnector[]> {
  const all = files.length > 0 ? await ofFiles(run, files) : await ofClusters(run, flags);
  const patterns = flags.connector;
  return all.filter(({ name }) => patterns.length === 0 || patterns.some((pattern) => fits(pattern, name)));
}

/** `*` stands for any text. */
function fits(pattern: string, name: string): boolean {
  const [first = '', ...others] = pattern.split('*').map((text) => text.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${[first, ...others].join('.*')}$`).test(name);
}

async function ofFiles(run: CommandRun, files: string[]): Promise<FoundConnector[]> {
  const { parseConfigs } = await import('../import/found-connector.js');
  const configs = files.map((file) => parseConfigs(read(resolve(run.cwd, file), file), file));
  return ofConfigs(Object.assign({}, ...configs) as NamedConfigs);
}

async function ofConfigs(configs: NamedConfigs): Promise<FoundConnector[]> {
  const { kindOf } = await import('../import/found-connector.js');
  return Object.entries(configs).flatMap(([name, config]) => {
    const kind = kindOf(config);
    return kind === undefined ? [] : [{ name, kind, config }];
  });
}

function read(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const hint = 'name a JSON file with the configuration of a connector';
    throw new OperatorError({ kind: 'invalid', resource: file, message: messageOf(error), hint, cause: error });
  }
}

async function ofClusters(run: CommandRun, flags: ImportFlags): Promise<FoundConnector[]> {
  const { connectClients } = await import('../clients/connect.js');
  const variable = await operatorVariables(run, flags.envFile);
  const urls =
    flags.connectUrl.length > 0 ? flags.connectUrl : [variable('CONNECT_URL') ?? ''].filter((url) => url !== '');
  if (urls.length === 0) {
    throw new OperatorError({
      kind: 'invalid',
      message: 'neither a Connect cluster nor a file is named',
      hint: 'add --connect-url http://HOST:8083, or JSON files with configurations',
    });
  }
  const clientOf = connectClients(access(flags, variable), run.signal);
  const connectors = await Promise.all(
    urls.map(async (url) => {
      const client = clientOf(url);
      const live = [...(await client.connectors())].map(([name, { config }]): [string, Record<string, string>] => [
        name,
        config,
      ]);
      const known = await ofConfigs(Object.fromEntries(live));
      return Promise.all(
        known.map(async (connector) => {
          const byPattern = connector.kind === 'sink' && connector.config['topics.regex'] !== undefined;
          return { ...connector, url, ...(byPattern ? { topics: await client.topics(connector.name) } : {}) };
        }),
      );
    }),
  );
  return connectors.flat();
}

function access({ caFile, certificateFile, keyFile }: ImportFlags, variable: (name: string) => string | undefined) {
  const ca = caFile ?? variable('CDC_TLS_CA_FILE');
  const certificate = certificateFile ?? variable('CDC_TLS_FILE');
  const key = keyFile ?? variable('CDC_TLS_FILE');
  const [username, token] = [variable('CONNECT_USER'), variable('CONNECT_TOKEN')];
  const tls = {
    ...(ca === undefined ? {} : { caFile: ca }),
    ...(certificate === undefined ? {} : { certificateFile: certificate }),
    ...(key === undefined ? {} : { keyFile: key }),
  };
  return {
    ...(Object.keys(tls).length === 0 ? {} : { tls: { ...tls, verifyHostname: true, minVersion: 'TLSv1.2' as const } }),
    ...(username === undefined ? {} : { username, password: variable('CONNECT_PASSWORD') ?? '' }),
    ...(token === undefined ? {} : { token }),
  };
}

function summary({ connectors, findings }: ImportedDefinition, file: string): string {
  const sections = [...connectors.map(({ name }) => name), null].flatMap((connector) => {
    const own = findings.filter((finding) => finding.connector === connector);
    const of = connectors.find(({ name }) => name === connector);
    if (of === undefined && own.length === 0) return [];
    const heading =
      of === undefined
        ? 'not told by the connectors, or for all of them'
        : `${of.name}: ${of.kind} of ${of.tables.join(', ')}`;
    return [
      heading,
      ...(own.length === 0 ? ['  as cdcctl makes it'] : own.map((finding) => `  ${findingText(finding)}`)),
      '',
    ];
  });
  return [...sections, `wrote ${file}; next: cdcctl validate -f ${file}, cdcctl plan -f ${file}`].join('\n');
}

function findingText({ severity, setting, found, becomes, why }: Finding): string {
  return `${severity.toUpperCase().padEnd(8)} ${setting}: ${found ?? '(not set)'} → ${becomes}\n           ${why}`;
}
