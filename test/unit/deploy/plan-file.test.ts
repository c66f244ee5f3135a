import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseMoved } from '../../../src/deploy/moved.js';
import { type Desired, type Plan } from '../../../src/deploy/plan.js';
import { newSalt, plannedPipeline, readPlanFile, writePlanFile } from '../../../src/deploy/plan-file.js';
import { type OperatorError } from '../../../src/errors.js';
import { testPipeline } from '../../support/pipeline.js';

let directory: string;
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'cdcctl-plan-file-'))));
afterEach(() => rmSync(directory, { recursive: true }));

const salt = newSalt();
const refusal = (details: Partial<OperatorError>) => expect.objectContaining(details) as Error;

function desired(username: string, batches = 1): Desired {
  const pipeline = testPipeline('shop', []);
  const config = { 'batch.size': String(batches), 'connection.password': 'canary' };
  return {
    pipeline: { ...pipeline, postgresql: { ...pipeline.postgresql, username, password: 'canary' } },
    tables: [],
    rendered: {
      name: 'shop',
      topics: [],
      subjects: [],
      sql: [],
      connectors: [{ name: 'shop-sink-users', kind: 'sink', url: 'http://connect', config }],
      agents: [],
      hazards: [],
    },
    prune: false,
  };
}

function planWith(secret: string, from = '1'): Plan {
  const settings = [{ name: 'batch.size', from, to: '2' }];
  const apply = () => Promise.resolve();
  return {
    changes: [{ system: 'connect', object: 'connector x', action: 'update', settings, secrets: [secret], apply }],
    left: [],
    warnings: [],
  };
}

test('a plan is read back as it was written, for its owner alone, and holds no secret', () => {
  const file = join(directory, 'a.plan');
  const pipelines = [plannedPipeline(desired('u'), planWith('canary'), salt)];
  const content = { createdAt: '2026-01-01T00:00:00.000Z', salt, files: ['/shop.yaml'], prune: true, pipelines };
  writePlanFile(file, content);
  expect(readPlanFile(file)).toEqual({ format: 'cdcctl-plan', version: 1, ...content });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).not.toContain('canary');
});

test.each([
  ['a definition', 'kind: Pipeline\n', /no plan/],
  ['null', 'null', /no plan/],
  ['another version', '{"format":"cdcctl-plan","version":3}', /version 3/],
  ['a part of a plan', '{"format":"cdcctl-plan","version":1,"salt":"00"}', /damaged/],
])('%s is refused', (_what, content, message) => {
  const file = join(directory, 'b.plan');
  writeFileSync(file, content);
  expect(() => readPlanFile(file)).toThrow(refusal({ kind: 'invalid', resource: file }));
  expect(() => readPlanFile(file)).toThrow(message);
});

test('a file that is not there, and a directory that is not there', () => {
  expect(() => readPlanFile(join(directory, 'none'))).toThrow(/cannot be read/);
  const missing = join(directory, 'none', 'a.plan');
  expect(() => writePlanFile(missing, { createdAt: '', salt, files: [], prune: false, pipelines: [] })).toThrow(
    refusal({ kind: 'invalid', resource: missing }),
  );
});

describe('since a plan was made', () => {
  const reviewed = plannedPipeline(desired('u'), planWith('one'), salt);
  const now = (wanted: Desired, plan: Plan) => () => refuseMoved(reviewed, plannedPipeline(wanted, plan, salt));

  test('nothing has moved, though cdcctl logs in as somebody else', () => {
    expect(now(desired('v'), planWith('one'))).not.toThrow();
  });

  test.each([
    ['the definition', desired('u', 2), planWith('one'), /the definition/],
    ['a setting', desired('u'), planWith('one', '3'), /connector x: planned update \(batch.size 1 → 2\), now .*3 → 2/],
    ['a secret', desired('u'), planWith('two'), /connector x: a secret/],
    ['all', desired('u'), { ...planWith('one'), changes: [] }, /connector x: planned .*, now no change/],
  ])('%s has moved', (_what, wanted, plan, message) => {
    expect(now(wanted, plan)).toThrow(refusal({ kind: 'finding' }));
    expect(now(wanted, plan)).toThrow(message);
  });
});
