import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadPipelines } from '../../src/pipeline/load.js';
import { type RenderedPipeline } from '../../src/render/rendered.js';
import { renderPipeline } from '../../src/render/render.js';
import { replicateTable } from '../../src/tables/replicated-table.js';
import { tableOf, type TableSpec } from './table-spec.js';

/** Renders the `pipeline.yaml` of a directory, whose `tables.json` has the tables that Cassandra would tell. */
export async function renderGolden(directory: string): Promise<RenderedPipeline[]> {
  const specs = JSON.parse(readFileSync(join(directory, 'tables.json'), 'utf8')) as TableSpec[];
  const pipelines = await loadPipelines({
    files: [join(directory, 'pipeline.yaml')],
    sets: [],
    env: {},
    cwd: directory,
    stdin: process.stdin,
  });
  return pipelines.map((pipeline) => {
    const tables = pipeline.tables.map((settings) => {
      const spec = specs.find((one) => one.name === settings.name);
      if (spec === undefined) throw new Error(`tables.json has no table ${settings.name}`);
      return replicateTable(pipeline, tableOf(spec), settings);
    });
    return renderPipeline(pipeline, tables);
  });
}
