import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type NativeContext } from './native-service.js';

/** What makes a JVM send its spans to Jaeger, where the stack is observed and has one; nothing else. */
export function traceAgent({ artifacts, ports }: NativeContext, serviceName: string): string[] {
  if (artifacts.traceAgent === undefined || artifacts.jaeger === undefined) return [];
  const jar = readdirSync(artifacts.traceAgent).find((file) => file.endsWith('.jar')) ?? 'agent.jar';
  return [
    `-javaagent:${join(artifacts.traceAgent, jar)}`,
    `-Dotel.service.name=${serviceName}`,
    '-Dotel.exporter.otlp.protocol=http/protobuf',
    `-Dotel.exporter.otlp.endpoint=http://127.0.0.1:${ports['jaeger-otlp']}`,
    // Those are Prometheus' and the log file's.
    '-Dotel.metrics.exporter=none',
    '-Dotel.logs.exporter=none',
  ];
}
