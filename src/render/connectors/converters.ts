import { type SchemaRegistrySettings } from '../../pipeline/pipeline.js';

/** The Avro converters of keys and values, in the Confluent wire format whatever the registry. */
export function converterConfig(registry: SchemaRegistrySettings): Record<string, string> {
  const settings = registry.provider === 'apicurio' ? apicurio(registry.url) : confluent(registry.url);
  return Object.fromEntries(
    ['key', 'value'].flatMap((side) =>
      Object.entries(settings).map(([name, value]) => [
        name === '' ? `${side}.converter` : `${side}.converter.${name}`,
        value,
      ]),
    ),
  );
}

function apicurio(url: string): Record<string, string> {
  return {
    '': 'io.apicurio.registry.utils.converter.AvroConverter',
    'apicurio.registry.url': url.replace(/\/apis\/ccompat\/v\d+\/?$/, '/apis/registry/v2'),
    'apicurio.registry.as-confluent': 'true',
    'apicurio.registry.use-id': 'contentId',
    'apicurio.registry.headers.enabled': 'false',
    'apicurio.registry.auto-register': 'true',
  };
}

function confluent(url: string): Record<string, string> {
  return { '': 'io.confluent.connect.avro.AvroConverter', 'schema.registry.url': url };
}
