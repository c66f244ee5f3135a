import { type Pipeline } from '../pipeline/pipeline.js';

export type SecretName = 'postgresql.password';

/** The secrets that connectors need, by the name under which they are delivered. */
export function secretsOf(pipeline: Pipeline): Record<SecretName, string> {
  return { 'postgresql.password': pipeline.postgresql.password };
}

/** The file on the workers that holds the pipeline's secrets, with delivery `file`. */
export function secretFilePath(pipeline: Pipeline): string {
  return `${pipeline.secrets.directory.replace(/\/$/, '')}/${pipeline.name}.properties`;
}

/** What stands in a connector's configuration instead of the secret; Connect's ConfigProviders resolve it. */
export function secretPlaceholder(pipeline: Pipeline, name: SecretName): string {
  switch (pipeline.secrets.delivery) {
    case 'file':
      return `\${file:${secretFilePath(pipeline)}:${name}}`;
    case 'env':
      return `\${env:${secretVariable(pipeline, name)}}`;
    case 'inline':
      return secretsOf(pipeline)[name];
  }
}

/** The variable of the workers' environment that holds a secret, with delivery `env`. */
export function secretVariable(pipeline: Pipeline, name: SecretName): string {
  return `CDCCTL_${pipeline.name}_${name}`.replace(/[^A-Za-z0-9]/g, '_').toUpperCase();
}

/** A Java properties file; the escapes are those of java.util.Properties. */
export function secretFile(pipeline: Pipeline): string {
  return Object.entries(secretsOf(pipeline))
    .map(([name, value]) => `${name}=${escapeProperty(value)}\n`)
    .join('');
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
