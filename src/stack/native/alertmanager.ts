import { join } from 'node:path';
import { artifactSets } from '../artifacts.js';
import { shareOfItsOwn, withShare } from '../share-of-its-own.js';
import { findProgram } from '../find-program.js';
import { readPrometheusTemplate } from './jmx.js';
import { cleanEnvironment } from './jvm.js';
import { type NativeService } from './native-service.js';

export const alertmanager: NativeService = {
  programs: artifactSets.alertmanager.programs,
  stopSignal: 'SIGTERM',
  plan: (context) => {
    const { paths, ports, artifacts, dataDirectory } = context;
    const config = join(paths.config, 'alertmanager.yaml');
    const directory = artifacts.alertmanager ?? '';
    const command = findProgram(directory, artifactSets.alertmanager.programs) ?? 'alertmanager';
    const args = [
      `--config.file=${config}`,
      `--storage.path=${dataDirectory}`,
      `--web.listen-address=127.0.0.1:${ports.alertmanager}`,
      // One has nobody to gossip with.
      '--cluster.listen-address=',
    ];
    const share = shareOfItsOwn(directory, artifactSets.alertmanager);
    return {
      ...(share === undefined ? { command, args } : withShare(share, command, args)),
      env: cleanEnvironment(context),
      files: { [config]: readPrometheusTemplate('alertmanager.yaml') },
    };
  },
};
