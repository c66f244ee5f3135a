import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { type RenderedFile, renderedFiles } from '../../src/render/files.js';
import { renderGolden } from '../support/golden-pipelines.js';

/** `UPDATE_GOLDEN=1 npm run test:unit -- render` writes what is rendered now. */
const update = process.env.UPDATE_GOLDEN === '1';
const root = join(import.meta.dirname, 'render');
const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

async function renderCase(name: string): Promise<RenderedFile[]> {
  return (await renderGolden(join(root, name))).flatMap(renderedFiles);
}

function expectedFiles(name: string): RenderedFile[] {
  const directory = join(root, name, 'expected');
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: file.slice(directory.length + 1), content: readFileSync(file, 'utf8') }));
}

function writeExpected(name: string, files: RenderedFile[]): void {
  rmSync(join(root, name, 'expected'), { recursive: true, force: true });
  for (const { path, content } of files) {
    const target = join(root, name, 'expected', path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}

describe('render', () => {
  test.each(cases.map(({ name }) => name))('%s', async (name) => {
    const rendered = await renderCase(name);
    if (update) writeExpected(name, rendered);
    const byPath = (files: RenderedFile[]) => Object.fromEntries(files.map(({ path, content }) => [path, content]));
    expect(byPath(rendered)).toEqual(byPath(expectedFiles(name)));
  });
});
