import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readPage } from '../../support/operator-page.js';

const root = join(import.meta.dirname, '../../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Rule {
  alert: string;
  annotations: { runbook: string };
}

const { groups } = parse(read('templates/prometheus/alerts.yaml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const page = read('docs/runbooks/alerts.md');

/** By the title of a section, what stands below it. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const),
);

test.each(rules.map((rule) => [rule.alert, rule] as const))('%s has a section with commands', (alert, rule) => {
  expect(rule.annotations.runbook).toBe(`docs/runbooks/alerts.md#${alert.toLowerCase()}`);
  expect(sections.get(alert)).toMatch(/```bash\ncdcctl .*\n/);
});

test('the page has a section for each alert and no other', () => {
  expect([...sections.keys()].sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

const index = read('docs/runbooks/README.md');

test('the first page leads to every other, and each has commands and an end', () => {
  const pages = readdirSync(join(root, 'docs/runbooks')).filter((file) => file !== 'README.md');
  expect([...index.matchAll(/\]\(([a-z-]+\.md)\)/g)].map(([, file]) => file).sort()).toEqual(pages.sort());
  for (const file of pages.filter((name) => !['alerts.md', 'dead-letters.md'].includes(name))) {
    const sections = new Set(readPage(`docs/runbooks/${file}`).map((step) => step.section));
    expect([...sections]).toEqual(['How to tell', 'What to do', 'How to know that it is over']);
  }
});
