import { type Tls, type WorkerTls } from '../pipeline/definition-types.js';
import { type Pipeline, type SourceNode } from '../pipeline/pipeline.js';

export type SecretName = 'postgresql.username' | 'postgresql.password';

/** With what the sinks log in to PostgreSQL. */
export interface SinkLogin {
  username: string;
  password: string;
}

/** The role of Vault's database engine that makes the sinks' logins; undefined where a pipeline has one that stays. */
export function loginRole({ secrets }: Pipeline): string | undefined {
  const use = secrets.references?.find(({ field }) => field === 'spec.postgresql.password');
  return use?.reference.kind === 'vault-db' ? use.reference.role : undefined;
}

/** What stands in a connector's configuration instead of the secret; Connect's ConfigProviders resolve it. */
export function secretPlaceholder(pipeline: Pipeline, name: SecretName): string {
  switch (pipeline.secrets.delivery) {
    case 'file':
      return `\${file:${secretFilePath(pipeline)}:${name}}`;
    case 'env':
      return `\${env:${secretVariable(pipeline, name)}}`;
    case 'inline':
      return name === 'postgresql.username' ? pipeline.postgresql.username : pipeline.postgresql.password;
  }
}

/** The variable of the workers' environment that holds a secret, with delivery `env`. */
export function secretVariable(pipeline: Pipeline, name: SecretName): string {
  return `CDCCTL_${pipeline.name}_${name}`.replace(/[^A-Za-z0-9]/g, '_').toUpperCase();
}

/** The file on the workers that holds the sinks' login, with delivery `file`. */
export function secretFilePath(pipeline: Pipeline): string {
  return inSecretDirectory(pipeline, `${pipeline.name}.properties`);
}

/** The sinks' login as a Java properties file. */
export function secretFile({ username, password }: SinkLogin): string {
  const secrets: Record<SecretName, string> = { 'postgresql.username': username, 'postgresql.password': password };
  return propertyFile(secrets);
}

/** A Java properties file; the escapes are those of java.util.Properties, and names need none. */
export function propertyFile(properties: Record<string, string>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeProperty(value)}\n`)
    .join('');
}

/** The login in a file that `secretFile` made. */
export function loginIn(file: string): SinkLogin {
  const values = new Map(
    file.split('\n').map((line): [string, string] => {
      const separator = line.indexOf('=');
      return [line.slice(0, separator), unescapeProperty(line.slice(separator + 1))];
    }),
  );
  return { username: values.get('postgresql.username') ?? '', password: values.get('postgresql.password') ?? '' };
}

/** Where the source reads how to reach Cassandra: the node's own file, or else one that is delivered with the secrets. */
export function driverConfigPath(pipeline: Pipeline, node: SourceNode): string {
  if (pipeline.source.mode === 'agent') return node.driverConfig ?? `${agentDirectory(pipeline, node)}/driver.conf`;
  return node.driverConfig ?? inSecretDirectory(pipeline, `${pipeline.name}.driver.conf`);
}

/** Where the files of a node's agent are on the node. */
export function agentDirectory({ name }: Pipeline, node: SourceNode): string {
  return (node.agentDirectory ?? `/etc/cdcctl/${name}`).replace(/\/$/, '');
}

/** A configuration of the DataStax Java driver in HOCON, which takes the strings of JSON. */
export function driverConfig({ cassandra, workerTls }: Pick<Pipeline, 'cassandra' | 'workerTls'>): string {
  const { contactPoints, localDataCenter, username, password, tls } = cassandra;
  const settings = {
    basic: {
      'contact-points': contactPoints,
      'load-balancing-policy.local-datacenter': localDataCenter,
      'request.timeout': '20 seconds',
    },
    // A schema that cannot be read in time, 2 s by default, stays the old one: events of new tables are passed over.
    'advanced.metadata.schema.request-timeout': '20 seconds',
    ...(username === undefined
      ? {}
      : { 'advanced.auth-provider': { class: 'PlainTextAuthProvider', username, password } }),
    ...(tls === undefined ? {} : { 'advanced.ssl-engine-factory': sslEngineFactory(tls, workerTls) }),
  };
  return `datastax-java-driver ${hocon(settings, '')}\n`;
}

/** The driver has no setting for the version of TLS: cipher suites are of one version. */
function sslEngineFactory({ verifyHostname, minVersion }: Tls, files: WorkerTls = {}): Record<string, unknown> {
  const { truststoreFile, truststorePassword, keystoreFile, keystorePassword } = files;
  const suites = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256', 'TLS_CHACHA20_POLY1305_SHA256'];
  return {
    class: 'DefaultSslEngineFactory',
    'hostname-validation': verifyHostname,
    ...(minVersion === 'TLSv1.3' ? { 'cipher-suites': suites } : {}),
    ...(truststoreFile === undefined
      ? {}
      : { 'truststore-path': truststoreFile, 'truststore-password': truststorePassword }),
    ...(keystoreFile === undefined ? {} : { 'keystore-path': keystoreFile, 'keystore-password': keystorePassword }),
  };
}

/** Names are paths, and so not quoted. */
function hocon(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const lines = Object.entries(value).map(([name, field]) => `${indent}  ${name} = ${hocon(field, `${indent}  `)}\n`);
  return `{\n${lines.join('')}${indent}}`;
}

function inSecretDirectory({ secrets }: Pipeline, name: string): string {
  return `${secrets.directory.replace(/\/$/, '')}/${name}`;
}

function escapeProperty(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replace(/^ /, '\\ ')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function unescapeProperty(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code: string | undefined, char = '') =>
    code === undefined
      ? ({ n: '\n', r: '\r', t: '\t' }[String(char)] ?? String(char))
      : String.fromCharCode(parseInt(code, 16)),
  );
}
