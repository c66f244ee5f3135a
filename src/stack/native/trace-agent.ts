import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tracingOptions } from '../tracing-options.js';
import { type NativeContext } from './native-service.js';

/** What makes a JVM send its spans to Jaeger, where the stack is observed and has one; nothing else. */
export function traceAgent({ artifacts, ports }: NativeContext, serviceName: string): string[] {
  if (artifacts.traceAgent === undefined || artifacts.jaeger === undefined) return [];
  const jar = readdirSync(artifacts.traceAgent).find((file) => file.endsWith('.jar')) ?? 'agent.jar';
  return tracingOptions({ jar: join(artifacts.traceAgent, jar), serviceName, otlpPort: ports['jaeger-otlp'] });
}
