import { createHash } from 'node:crypto';
import { type EnvelopeError } from '../../output/envelope.js';
import { type Markup, lines, markup } from './markup.js';
import { readReportTemplate } from './template.js';

export interface Page {
  title: string;
  /** Name of the style and the script of its own in templates/reports: `verify`, `lag`. */
  name: string;
  content: Markup;
  /** Whether its script asks the server that it comes from. */
  isLive?: boolean;
}

/** One page that needs nothing else: it can be opened from a file, and read without scripts. */
export function renderPage({ title, name, content, isLive = false }: Page): string {
  const style = `${readReportTemplate('page.css')}\n${readReportTemplate(`${name}.css`)}`;
  const script = readReportTemplate(`${name}.js`);
  const connect = isLive ? "; connect-src 'self'" : '';
  const filled: Record<string, string> = {
    policy: `default-src 'none'; img-src data:; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'${connect}`,
    title: markup`${title}`.text,
    style: `<style>${style}</style>`,
    script: `<script>${script}</script>`,
    content: content.text,
  };
  return readReportTemplate('page.html')
    .replace(/\{\{(\w+)\}\}/g, (_, part: string) => filled[part] ?? '')
    .trimEnd();
}

export interface Banner {
  /** A class of templates/reports/page.css: `equal`, `different`, `inconclusive`, `read`, `failed`. */
  tone: string;
  /** Says the tone without colour. */
  mark: string;
  tool: string;
  title: string;
  sentence: string;
}

export function banner({ tone, mark, tool, title, sentence }: Banner): Markup {
  return lines(
    markup`<header class="banner ${tone}">`,
    markup`<p class="tool">${tool}</p>`,
    markup`<h1><span class="mark" aria-hidden="true">${mark}</span> ${title}</h1>`,
    markup`<p class="sentence">${sentence}</p>`,
    markup`</header>`,
  );
}

export function notes(title: string, texts: string[]): Markup {
  const items = texts.map((text) => markup`<li>${text}</li>`);
  return markup`<section class="notes"><h2>${title}</h2><ul>${items}</ul></section>`;
}

/** What stands in place of a result that there is not. */
export function failure(error: EnvelopeError | null, { tool, nothing }: { tool: string; nothing: string }): Markup {
  const { kind = 'unknown', message = '', resource, hint } = error ?? {};
  return lines(
    banner({ tone: 'failed', mark: '!', tool, title: 'failed', sentence: `${nothing}: ${message}` }),
    markup`<main>`,
    notes('What failed', [
      `kind: ${kind}`,
      ...(resource === undefined ? [] : [`where: ${resource}`]),
      ...(hint === undefined ? [] : [`what to do: ${hint}`]),
    ]),
    markup`</main>`,
  );
}

/** Lets the page's policy name what it has, so that nothing that came in with the data could run. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
