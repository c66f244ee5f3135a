import { type RenderedPipeline } from './rendered.js';

export interface RenderedFile {
  /** Relative, with forward slashes. */
  path: string;
  content: string;
}

/** One file for each object, as `cdcctl render` prints and writes them. */
export function renderedFiles(rendered: RenderedPipeline): RenderedFile[] {
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  const at = (path: string) => `${rendered.name}/${path}`;
  return [
    { path: at('topics.json'), content: json(rendered.topics) },
    { path: at('subjects.json'), content: json(rendered.subjects) },
    ...rendered.sql.map(({ name, sql }, index) => ({
      path: at(`postgresql/${String(index).padStart(2, '0')}-${name}.sql`),
      content: sql,
    })),
    ...rendered.connectors.map(({ name, config }) => ({
      path: at(`connectors/${name}.json`),
      content: json({ name, config }),
    })),
    ...rendered.agents.flatMap(({ node, files }) =>
      files.map(({ name, content }) => ({ path: at(`agents/${node}/${name}`), content })),
    ),
  ];
}
