import { createHash } from 'node:crypto';
import { type Envelope, type EnvelopeError } from '../../output/envelope.js';
import { type VerifyReport } from '../../verify/report.js';
import { filterBar } from './html-filter.js';
import { badges, facts, summary } from './html-summary.js';
import { tableSection } from './html-table.js';
import { lines, type Markup, markup, nothing } from './markup.js';
import { readReportTemplate } from './template.js';
import { finalVerdict, overallVerdict } from './verdicts.js';
import { placeText } from './wording.js';

/** The result of `verify` as one page that needs nothing else: it can be opened from a file, and without scripts. */
export function renderHtml({ data, error, warnings }: Envelope<VerifyReport>): string {
  const [style, script] = [readReportTemplate('verify.css'), readReportTemplate('verify.js')];
  const content = data === null ? failedPage(error) : reportPage(data, warnings);
  const title = data === null ? 'not compared' : headline(data);
  const filled: Record<string, string> = {
    policy: `default-src 'none'; img-src data:; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'`,
    title: markup`${title}: cdcctl verify`.text,
    style: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
    content: content.text,
  };
  return readReportTemplate('verify.html')
    .replace(/\{\{(\w+)\}\}/g, (_, name: string) => filled[name] ?? '')
    .trimEnd();
}

function reportPage(report: VerifyReport, warnings: string[]): Markup {
  return lines(
    banner(overallVerdict(report), headline(report), finalVerdict(report).replace(/^\w+:? /, '')),
    markup`<main>`,
    facts(report),
    warnings.length === 0 ? nothing : notes('Warnings', warnings),
    summary(report),
    filterBar(report),
    ...report.tables.map((table, index) => tableSection(table, report, `table-${index + 1}`)),
    markup`</main>`,
  );
}

function failedPage(error: EnvelopeError | null): Markup {
  const { kind = 'unknown', message = '', resource, hint } = error ?? {};
  return lines(
    banner('failed', 'failed', `nothing was compared: ${message}`),
    markup`<main>`,
    notes('What failed', [
      `kind: ${kind}`,
      ...(resource === undefined ? [] : [`where: ${resource}`]),
      ...(hint === undefined ? [] : [`what to do: ${hint}`]),
    ]),
    markup`</main>`,
  );
}

const marks = { ...badges, failed: '!' };

/** The verdict, and where it holds when not all was compared. */
function headline(report: VerifyReport): string {
  return `${overallVerdict(report)}${placeText(report.scope)}`;
}

function banner(tone: keyof typeof marks, title: string, sentence: string): Markup {
  return lines(
    markup`<header class="banner ${tone}">`,
    markup`<p class="tool">cdcctl verify</p>`,
    markup`<h1><span class="mark" aria-hidden="true">${marks[tone]}</span> ${title}</h1>`,
    markup`<p class="sentence">${sentence}</p>`,
    markup`</header>`,
  );
}

function notes(title: string, texts: string[]): Markup {
  const items = texts.map((text) => markup`<li>${text}</li>`);
  return markup`<section class="notes"><h2>${title}</h2><ul>${items}</ul></section>`;
}

/** Lets the page's policy name what it has, so that nothing that came in with the data could run. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
