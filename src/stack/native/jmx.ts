import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ServiceName, services } from '../services.js';
import { type Launch, type NativeContext } from './native-service.js';

const directory = new URL('../../../templates/prometheus/', import.meta.url);

/** A file of templates/prometheus as it is. */
export function readPrometheusTemplate(file: string): string {
  return readFileSync(new URL(file, directory), 'utf8');
}

/** What makes a JVM serve its metrics to Prometheus, where the stack is observed; nothing else. */
export function jmxExporter(context: NativeContext, name: ServiceName): Pick<Launch, 'args' | 'files'> {
  const { artifacts, paths, ports } = context;
  const { jmxPort } = services[name];
  if (artifacts.jmxExporter === undefined || jmxPort === undefined) return { args: [], files: {} };
  const jar = readdirSync(artifacts.jmxExporter).find((file) => file.endsWith('.jar')) ?? 'jmx.jar';
  const rules = join(paths.config, `jmx-${name}.yaml`);
  return {
    args: [`-javaagent:${join(artifacts.jmxExporter, jar)}=127.0.0.1:${ports[jmxPort]}:${rules}`],
    files: { [rules]: readPrometheusTemplate(`jmx/${name}.yaml`) },
  };
}
