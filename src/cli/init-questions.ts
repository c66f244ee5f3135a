import { OperatorError } from '../errors.js';
import { type TlsSettings } from '../clients/tls.js';
import { type TlsFiles } from '../init/definition-text.js';
import { type NewDefinition } from '../init/init.js';
import { ask } from './ask.js';
import { type CliContext, type CommandRun } from './context.js';
import { operatorVariables } from './operator-variables.js';

export interface InitFlags {
  contactPoint?: string[];
  keyspace?: string;
  table: string[];
  name?: string;
  registry: 'apicurio' | 'confluent';
  tlsCa?: string;
  tlsCertificate?: string;
  envFile?: string;
  force: boolean;
}

/** Reads the keyspace that flags, variables or answers name. Throws an OperatorError where one is missing off a terminal. */
export async function askCassandra(context: CliContext, run: CommandRun, flags: InitFlags): Promise<NewDefinition> {
  const variable = await operatorVariables(run, flags.envFile);
  const contactPoints = flags.contactPoint ?? (await contactPointsOf(context, variable('CASSANDRA_CONTACT_POINTS')));
  const tls = tlsFiles(flags, variable);
  const kafkaLogin = variable('KAFKA_USER') !== undefined;
  return read(context, flags, { address: { contactPoints, ...credentials(variable) }, tls, kafkaLogin });
}

function tlsFiles(flags: InitFlags, variable: (name: string) => string | undefined): TlsFiles | undefined {
  const caFile = flags.tlsCa ?? variable('CDC_TLS_CA_FILE');
  return caFile === undefined ? undefined : { caFile, identityFile: flags.tlsCertificate ?? variable('CDC_TLS_FILE') };
}

function credentials(variable: (name: string) => string | undefined): { username?: string; password?: string } {
  const username = variable('CASSANDRA_USER');
  return username === undefined ? {} : { username, password: variable('CASSANDRA_PASSWORD') ?? '' };
}

async function contactPointsOf(context: CliContext, known: string | undefined): Promise<string[]> {
  const text =
    known ??
    (await answer(context, { question: 'Cassandra, host:port', otherwise: '127.0.0.1:9042', flag: '--contact-point' }));
  return text.split(',').map((one) => one.trim());
}

/** @throws OperatorError (invalid) off a terminal, where nobody can answer */
async function answer(
  context: CliContext,
  { question, otherwise, flag }: { question: string; otherwise?: string; flag: string },
): Promise<string> {
  if (context.stdin.isTTY !== true) {
    throw new OperatorError({
      kind: 'invalid',
      message: `there is no ${flag} and no terminal to ask on`,
      hint: `add ${flag}`,
    });
  }
  const given = await ask(context, `${question}${otherwise === undefined ? '' : ` [${otherwise}]`}: `);
  return given === '' && otherwise !== undefined ? otherwise : given;
}

interface CassandraWithTls {
  address: { contactPoints: string[]; username?: string; password?: string };
  tls: TlsFiles | undefined;
  kafkaLogin: boolean;
}

function settingsOf({ caFile, identityFile }: TlsFiles): TlsSettings {
  return {
    ...{ caFile, verifyHostname: true, minVersion: 'TLSv1.3' },
    ...(identityFile === undefined ? {} : { certificateFile: identityFile, keyFile: identityFile }),
  };
}

async function read(
  context: CliContext,
  flags: InitFlags,
  { address, tls, kafkaLogin }: CassandraWithTls,
): Promise<NewDefinition> {
  const { withCassandra } = await import('../clients/cassandra.js');
  const { newDefinition } = await import('../init/init.js');
  const { readKeyspaces } = await import('../init/read-keyspace.js');
  return withCassandra({ ...address, ...(tls === undefined ? {} : { tls: settingsOf(tls) }) }, async (client) => {
    const keyspaces = flags.keyspace === undefined ? await readKeyspaces(client) : [];
    const question = { question: `keyspace (${keyspaces.join(', ')})`, flag: '--keyspace' };
    const [only] = keyspaces.length === 1 ? keyspaces : [];
    const keyspace =
      flags.keyspace ?? (await answer(context, only === undefined ? question : { ...question, otherwise: only }));
    const { contactPoints } = address;
    return newDefinition(client, {
      keyspace,
      tables: flags.table,
      name: flags.name,
      contactPoints,
      registry: flags.registry,
      tls,
      kafkaLogin,
    });
  });
}
