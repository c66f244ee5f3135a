import { type Pipeline } from '../../pipeline/pipeline.js';

/** The Avro converters of keys and values, in the Confluent wire format whatever the registry. */
export function converterConfig({ schemaRegistry, workerTls }: Pipeline): Record<string, string> {
  const { provider, url } = schemaRegistry;
  const caFile = url.startsWith('https:') ? workerTls?.caFile : undefined;
  const settings = provider === 'apicurio' ? apicurio(url, caFile) : confluent(url, caFile);
  return Object.fromEntries(
    ['key', 'value'].flatMap((side) =>
      Object.entries(settings).map(([name, value]) => [
        name === '' ? `${side}.converter` : `${side}.converter.${name}`,
        value,
      ]),
    ),
  );
}

/** What an agent writes is JSON, which the sinks hand to PostgreSQL as it is. */
export function textConverterConfig(): Record<string, string> {
  const converter = 'org.apache.kafka.connect.storage.StringConverter';
  return { 'key.converter': converter, 'value.converter': converter };
}

function apicurio(url: string, caFile: string | undefined): Record<string, string> {
  return {
    '': 'io.apicurio.registry.utils.converter.AvroConverter',
    'apicurio.registry.url': url.replace(/\/apis\/ccompat\/v\d+\/?$/, '/apis/registry/v2'),
    'apicurio.registry.as-confluent': 'true',
    'apicurio.registry.use-id': 'contentId',
    'apicurio.registry.headers.enabled': 'false',
    'apicurio.registry.auto-register': 'true',
    // A schema by its id never changes: while the registry is away, those that are known stay in use, and no record that
    // has one becomes a dead letter.
    'apicurio.registry.fault-tolerant-refresh': 'true',
    ...(caFile === undefined ? {} : { 'apicurio.rest.request.ssl.ca-bundle.location': caFile }),
  };
}

function confluent(url: string, caFile: string | undefined): Record<string, string> {
  return {
    '': 'io.confluent.connect.avro.AvroConverter',
    'schema.registry.url': url,
    ...(caFile === undefined
      ? {}
      : { 'schema.registry.ssl.truststore.type': 'PEM', 'schema.registry.ssl.truststore.location': caFile }),
  };
}
