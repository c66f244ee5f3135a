import { expectGenerated } from '../../support/generated/generated-file.js';
import { dashboard } from '../../support/generated/dashboards/dashboard.js';
import { dashboardPlans } from '../../support/generated/dashboards/plans.js';

test.each(dashboardPlans.map((plan) => [plan.name, plan] as const))(
  'templates/grafana/%s.json is what its plan makes',
  async (name, plan) => {
    await expectGenerated(`templates/grafana/${name}.json`, JSON.stringify(dashboard(plan)));
  },
);

test('every panel says what it means and has a query', () => {
  const panels = dashboardPlans.flatMap(({ rows }) => Object.values(rows).flat());
  expect(panels.filter(({ description, queries }) => description === '' || Object.keys(queries).length === 0)).toEqual(
    [],
  );
  expect(new Set(dashboardPlans.map(({ name }) => name)).size).toBe(dashboardPlans.length);
});
