import { join } from 'node:path';
import { artifactSets } from '../artifacts.js';
import { findProgram } from '../find-program.js';
import { startOrder, services } from '../services.js';
import { readPrometheusTemplate } from './jmx.js';
import { cleanEnvironment } from './jvm.js';
import { type NativeContext, type NativeService } from './native-service.js';
import { renderTemplate } from './template.js';

export const prometheus: NativeService = {
  programs: artifactSets.prometheus.programs,
  stopSignal: 'SIGTERM',
  plan: (context) => {
    const { paths, ports, artifacts, dataDirectory } = context;
    const config = join(paths.config, 'prometheus.yaml');
    const rules = join(paths.config, 'alerts.yaml');
    return {
      command: findProgram(artifacts.prometheus, artifactSets.prometheus.programs) ?? 'prometheus',
      args: [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(dataDirectory, 'tsdb')}`,
        '--storage.tsdb.retention.time=15d',
        `--web.listen-address=127.0.0.1:${ports.prometheus}`,
      ],
      env: cleanEnvironment(context),
      files: {
        [config]: renderTemplate('prometheus.yaml', {
          rules,
          alertmanagers: alertmanagers(context),
          metrics: ports.metrics,
          jvms: jvms(context),
        }),
        [rules]: readPrometheusTemplate('alerts.yaml'),
      },
    };
  },
};

/** Lists of YAML in one line. */
function alertmanagers({ artifacts, ports }: NativeContext): string {
  return JSON.stringify(artifacts.alertmanager === undefined ? [] : [`127.0.0.1:${ports.alertmanager}`]);
}

function jvms({ artifacts, ports }: NativeContext): string {
  const observed = artifacts.jmxExporter === undefined ? [] : startOrder;
  const targets = observed.flatMap((service) => {
    const { jmxPort } = services[service];
    return jmxPort === undefined ? [] : [{ targets: [`127.0.0.1:${ports[jmxPort]}`], labels: { service } }];
  });
  return JSON.stringify(targets);
}
