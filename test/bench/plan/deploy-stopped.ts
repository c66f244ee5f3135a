import { withOpenPipeline } from '../../../src/cli/open-pipeline.js';
import { withLiveSystems } from '../../../src/deploy/live-systems.js';
import { planChanges } from '../../../src/deploy/plan.js';
import { loadPipelines } from '../../../src/pipeline/load.js';
import { waitFor } from '../../../src/wait.js';

/** Does what deploy does, and stops each connector when it is made: hundreds of running ones would need as many tasks. */
export async function deployStopped(file: string, onProgress: (line: string) => void): Promise<void> {
  const [pipeline] = await loadPipelines({
    files: [file],
    sets: [],
    env: process.env,
    cwd: process.cwd(),
    stdin: process.stdin,
  });
  await withOpenPipeline(pipeline!, ({ pipeline, tables, rendered }) =>
    withLiveSystems(pipeline, undefined, async (live) => {
      const { changes } = await planChanges({ pipeline, tables, rendered, prune: false }, live);
      for (const [index, { system, object, apply }] of changes.entries()) {
        await apply();
        if (system === 'connect') await stopConnector(object.replace('connector ', ''));
        if ((index + 1) % 100 === 0) onProgress(`${index + 1} of ${changes.length} steps`);
      }
    }),
  );
}

/** Connect refuses while it rebalances, and does not know a connector yet that has just been made. */
async function stopConnector(name: string): Promise<void> {
  const url = `${process.env.CONNECT_URL!}/connectors/${name}/stop`;
  await waitFor({ what: `${name} to stop`, timeoutMs: 60_000 }, async () => {
    const { ok } = await fetch(url, { method: 'PUT' });
    return ok ? true : undefined;
  });
}
