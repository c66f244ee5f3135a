import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');
const below = (directory: string) =>
  readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' }).map((file) => join(directory, file));
const pages = [...readdirSync(root), ...below('docs'), ...below('.github')].filter((file) => file.endsWith('.md'));

/** As GitHub and GitLab make them from titles. */
function anchorsOf(page: string): string[] {
  const titles = [...readFileSync(page, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

test.each(pages)('links of %s lead somewhere', (page) => {
  const text = readFileSync(join(root, page), 'utf8').replace(/^```[^]*?^```$/gm, '');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const broken = links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? join(root, page) : join(root, dirname(page), path);
    return !existsSync(target) || (anchor !== undefined && !anchorsOf(target).includes(anchor));
  });
  expect(broken).toEqual([]);
});

test('the README leads to every page of docs', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const own = readdirSync(join(root, 'docs')).filter((file) => file.endsWith('.md'));
  expect(own.filter((file) => !readme.includes(`(docs/${file})`))).toEqual([]);
});
