/** What makes a JVM send its spans to a collector on this machine, by the Java agent of OpenTelemetry. */
export function tracingOptions(options: { jar: string; serviceName: string; otlpPort: number }): string[] {
  const { jar, serviceName, otlpPort } = options;
  return [
    `-javaagent:${jar}`,
    `-Dotel.service.name=${serviceName}`,
    '-Dotel.exporter.otlp.protocol=http/protobuf',
    `-Dotel.exporter.otlp.endpoint=http://127.0.0.1:${otlpPort}`,
    // Those are Prometheus' and the log file's.
    '-Dotel.metrics.exporter=none',
    '-Dotel.logs.exporter=none',
  ];
}
