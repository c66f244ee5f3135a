import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findStackEnvironment } from '../../../src/stack/environment.js';
import { servicesOf } from '../../../src/stack/services.js';
import { startStack } from '../../../src/stack/start.js';
import { waitFor } from '../../../src/wait.js';
import { cdcctl } from '../../support/cli.js';
import { dashboardPlans } from '../../support/generated/dashboards/plans.js';
import { servicesOfStack, stackDirectory } from '../../support/services.js';

/** Restarts half of the stack, twice: CDCCTL_TEST_OBSERVABILITY=1 runs it. */
const describeLong = process.env.CDCCTL_TEST_OBSERVABILITY === '1' ? describe : describe.skip;

const watched = (observability: boolean) =>
  startStack({
    ...{ directory: stackDirectory, observability, env: process.env, onProgress: () => undefined },
    signal: AbortSignal.timeout(200_000),
  });
const run = (...argv: string[]) => cdcctl(argv, { cwd: stackDirectory });

async function ask<T>(system: 'PROMETHEUS_URL' | 'ALERTMANAGER_URL', path: string): Promise<T> {
  const environment = await findStackEnvironment({ cwd: stackDirectory });
  const answer = await fetch(`${environment?.[system]}${path}`);
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as T;
}

interface Queried {
  data: { result: { value: [number, string] }[] };
}

async function seriesOf(expression: string): Promise<number> {
  const query = expression.replaceAll('$pipeline', '.*');
  const { data } = await ask<Queried>('PROMETHEUS_URL', `/api/v1/query?query=${encodeURIComponent(query)}`);
  return data.result.length;
}

describeLong('a stack that is watched', () => {
  beforeAll(async () => {
    await watched(true);
    expect(await run('deploy', '--wait', '-q')).toMatchObject({ exitCode: 0 });
    expect(await run('generate', '--count', '500', '-q')).toMatchObject({ exitCode: 0 });
  }, 300_000);
  afterAll(async () => {
    await run('undeploy', '--data', '--yes', '-q');
    await watched(false);
    expect(Object.keys(await servicesOfStack())).toEqual(servicesOf({ observability: false }));
  }, 300_000);

  test('every service runs, and Prometheus reaches all that it reads', async () => {
    const services = Object.values(await servicesOfStack());
    expect(services.map(({ name, state }) => [name, state])).toEqual(
      servicesOf({ observability: true }).map((name) => [name, 'running']),
    );
    await waitFor({ what: 'all targets', timeoutMs: 60_000 }, async () =>
      (await seriesOf('up == 1')) === 4 ? true : undefined,
    );
  }, 90_000);

  test('the alert rules are loaded, and Alertmanager gets what fires', async () => {
    const { data } = await ask<{ data: { groups: { rules: { health: string }[] }[] } }>(
      'PROMETHEUS_URL',
      '/api/v1/rules',
    );
    const rules = data.groups.flatMap((group) => group.rules);
    expect(rules.length).toBeGreaterThan(5);
    await waitFor({ what: 'Prometheus to know Alertmanager', timeoutMs: 60_000 }, async () => {
      const found = await ask<{ data: { activeAlertmanagers: unknown[] } }>('PROMETHEUS_URL', '/api/v1/alertmanagers');
      return found.data.activeAlertmanagers.length === 1 ? true : undefined;
    });
    expect(await ask('ALERTMANAGER_URL', '/api/v2/receivers')).toEqual([
      { name: 'on-call' },
      { name: 'working-hours' },
    ]);
  }, 90_000);

  test('every query of the dashboards has series', async () => {
    const expressions = dashboardPlans.flatMap(({ rows }) =>
      Object.values(rows)
        .flat()
        .flatMap(({ queries }) => Object.values(queries)),
    );
    let without = expressions;
    await waitFor({ what: 'series', timeoutMs: 60_000 }, async () => {
      const counts = await Promise.all(without.map(seriesOf));
      without = without.filter((_, index) => counts[index] === 0);
      return without.length === 0 ? true : undefined;
    }).catch(() => undefined);
    expect(without).toEqual([]);
  }, 90_000);
});
