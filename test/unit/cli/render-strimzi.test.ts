import { join } from 'node:path';
import { cdcctl } from '../../support/cli.js';

const cwd = join(import.meta.dirname, '../../golden/strimzi/two-clusters');

function render(...argv: string[]) {
  return cdcctl(['render', '-f', 'pipeline.yaml', ...argv], { cwd, env: {} });
}

test.each([
  [['--strimzi', '--kubernetes'], /cannot be used with/],
  [['--strimzi', '--connect-cluster', 'connect'], /an address and a name are needed/],
  [['--strimzi', '--connect-cluster', 'http://10.0.0.4:8083=A_b'], /an address and a name are needed/],
  [['--strimzi', '--shards', '2'], /--shards is for render --kubernetes/],
  [['--connect-cluster', 'http://10.0.0.4:8083=a'], /--connect-cluster is for render --strimzi/],
  [['--strimzi', '--set', 'spec.secrets.delivery=inline'], /would put the login of PostgreSQL into the manifests/],
])('%j is refused before anything is connected to', async (argv, message) => {
  const { exitCode, stdout, stderr } = await render(...argv);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(message);
});
