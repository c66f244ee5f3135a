type Environment = Record<string, string | undefined>;

/** Whether the environment asks for traces, by the variables of OpenTelemetry's specification. */
export function wantsTraces(env: Environment): boolean {
  if (env.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return false;
  if (env.OTEL_TRACES_EXPORTER) return env.OTEL_TRACES_EXPORTER.split(',').includes('otlp');
  return Boolean(env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT);
}

/** How spans are sent: `http/protobuf` unless the environment says otherwise. */
export function otlpProtocol(env: Environment): string {
  return env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || env.OTEL_EXPORTER_OTLP_PROTOCOL || 'http/protobuf';
}

/** Beyond what timers hold, they would fire at once. */
const longestDeliveryMs = 600_000;

/** Milliseconds that a delivery may take; the specification's 10 s would keep each command waiting for a dead collector. */
export function deliveryTimeoutMs(env: Environment): number {
  const given = Number(env.OTEL_EXPORTER_OTLP_TRACES_TIMEOUT || env.OTEL_EXPORTER_OTLP_TIMEOUT || NaN);
  return given > 0 ? Math.min(given, longestDeliveryMs) : 2500;
}

/** Where spans go, without a login that the address may have. */
export function collectorOf(env: Environment): string {
  const given = env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || env.OTEL_EXPORTER_OTLP_ENDPOINT || 'http://localhost:4318';
  return URL.canParse(given) ? new URL(given).origin : 'the address in OTEL_EXPORTER_OTLP_ENDPOINT';
}
