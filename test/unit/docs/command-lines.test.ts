import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { readPage } from '../../support/operator-page.js';
import { commandLineParser, commandLinesIn } from '../../support/parse-command-line.js';

const root = join(import.meta.dirname, '../../..');
const parse = await commandLineParser();

const below = (directory: string) =>
  readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' }).map((file) => join(directory, file));
// The reference is written from the commands themselves.
const pages = ['README.md', 'CONTRIBUTING.md', ...below('docs')].filter((file) =>
  /^(?!docs\/reference).*\.md$/.test(file),
);

/** What the variables of the pages hold, where an option does not take just any text. */
const variables: Record<string, string> = {
  cause: 'b3999921',
  letter: 'cdc-events-orders/0/42',
  looked: '2026-01-31T06:00:00Z',
};

function linesOf(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)]
    .flatMap(([, found = '']) => commandLinesIn(found))
    .map((line) => line.replace(/"\$(\w+)"/g, (whole, name: string) => variables[name] ?? whole));
}

const places = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const told = [
    ...linesOf(/^```(?:bash|sh)\n([^]*?)^```$/gm, text),
    ...linesOf(/^ {4}(?:\$ )?((?:cdcctl|npx cdcctl|eval|source) .*)$/gm, text),
  ];
  const mentioned = linesOf(/`(cdcctl [^`]*)`/g, text.replace(/^```[^]*?^```$/gm, '').replaceAll(/\s+/g, ' '));
  return [...new Set(told)]
    .map((line) => ({ page, line, isWhole: true }))
    .concat([...new Set(mentioned)].map((line) => ({ page, line, isWhole: false })));
});

test('pages have commands', () => {
  expect(places.length).toBeGreaterThan(150);
});

test.each(places)('$page: $line', async ({ line, isWhole }) => {
  try {
    await parse(line);
  } catch (error) {
    // In a sentence a command may stand without what follows it.
    const fits = !isWhole && error instanceof CommanderError && !/unknown|excess/i.test(error.code);
    if (!fits) throw error;
  }
});

test.each(['README.md', 'docs/guide/first-pipeline.md'])(
  'no block of %s is passed over when it is followed',
  (page) => {
    expect(readPage(page).filter(({ language }) => language === 'bash').length).toBeGreaterThan(5);
  },
);
