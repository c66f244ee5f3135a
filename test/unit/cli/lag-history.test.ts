import { graph } from '../../../src/cli/lag/history.js';

test.each([
  [[0, 0], '▁▁'],
  [[0, 1, 2, 4, 7], '▁▂▃▅█'],
  [[1000, null, 1], '█ ▂'],
])('%j', (values, bars) => {
  expect(graph(values)).toBe(bars);
});
