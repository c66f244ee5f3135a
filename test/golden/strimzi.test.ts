import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { kafkaConnectors } from '../../src/render/kubernetes/strimzi.js';
import { renderGolden } from '../support/golden-pipelines.js';

/** `UPDATE_GOLDEN=1 npm run test:unit -- golden/strimzi` writes what is rendered now. */
const update = process.env.UPDATE_GOLDEN === '1';
const root = join(import.meta.dirname, 'strimzi');
const clusters = new Map([['https://10.0.0.2:8083', 'node-b']]);

test.each(readdirSync(root))('strimzi %s', async (name) => {
  const [rendered] = await renderGolden(join(root, name));
  const { content } = kafkaConnectors(rendered!, { clusters, namespace: 'data' });
  expect(content).not.toContain('hidden-from');
  const expected = join(root, name, 'expected.yaml');
  if (update) writeFileSync(expected, content);
  expect(content).toBe(readFileSync(expected, 'utf8'));
  // What Connect would get is what is deployed without Strimzi, to the letter.
  const configs = parseAllDocuments(content, { version: '1.1' }).map((document) => {
    const { spec } = document.toJS() as { spec: { class: string; tasksMax: number; config: Record<string, unknown> } };
    return { 'connector.class': spec.class, 'tasks.max': String(spec.tasksMax), ...spec.config };
  });
  expect(configs).toEqual(rendered!.connectors.map(({ config }) => config));
});
