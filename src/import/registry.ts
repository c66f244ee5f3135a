import { type FoundConnector } from './found-connector.js';

/** The schema registry that the converters of connectors name; undefined where none does. */
export function registryOf(
  connectors: FoundConnector[],
): { url: string; provider: 'apicurio' | 'confluent' } | undefined {
  for (const { config } of connectors) {
    for (const side of ['value', 'key']) {
      const apicurio = config[`${side}.converter.apicurio.registry.url`];
      const confluent = config[`${side}.converter.schema.registry.url`]?.split(',')[0];
      const [url, provider] =
        apicurio === undefined ? [confluent, 'confluent' as const] : [inWireFormat(apicurio), 'apicurio' as const];
      if (url !== undefined && /^https?:\/\/[^\s/?#@]+(\/[^\s@]*)?$/.test(url)) return { url, provider };
    }
  }
  return undefined;
}

/** cdcctl reads Apicurio by its API for clients of Confluent's. */
function inWireFormat(url: string): string {
  return url.replace(/\/apis\/registry\/v\d+\/?$/, '/apis/ccompat/v7');
}
