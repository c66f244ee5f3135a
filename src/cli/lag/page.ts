import { type LagReport } from '../../lag/report.js';
import { type Envelope } from '../../output/envelope.js';
import { lines, type Markup, markup, nothing } from '../page/markup.js';
import { banner, failure, notes, renderPage } from '../page/page.js';
import { type ResultFormat } from '../report-files.js';
import { flow } from './page-flow.js';
import { statusBadge, toneOf, worst } from './page-tones.js';
import { partitionRow, sourceRow, stageColumns, verdictLine } from './render-lag.js';

const tool = 'cdcctl lag';

/** The formats that `lag` has besides those of every command. */
export const lagFormats: Record<'html', ResultFormat<{ pipelines: LagReport[] }>> = {
  html: { ending: '.html', text: renderLagPage },
};

function renderLagPage({ data, error, warnings }: Envelope<{ pipelines: LagReport[] }>): string {
  if (data === null) {
    const content = failure(error, { tool, nothing: 'nothing was measured' });
    return renderPage({ title: `not measured: ${tool}`, name: 'lag', content });
  }
  return renderPage({ title: titleOf(data.pipelines), name: 'lag', content: content(data.pipelines, warnings) });
}

/** What `metrics serve` shows: the newest reading of each pipeline, and what there is to say besides. */
export function renderLivePage(reports: LagReport[], problems: string[]): string {
  const shown = lines(content(reports, problems), refreshBar());
  return renderPage({ title: titleOf(reports), name: 'lag', content: shown, isLive: true });
}

function titleOf(reports: LagReport[]): string {
  return `${statusOf(reports)}: ${reports.map(({ pipeline }) => pipeline).join(', ') || tool}`;
}

function statusOf(reports: LagReport[]) {
  return reports.length === 0 ? 'UNKNOWN' : worst(reports.map(({ verdict }) => verdict.status));
}

function content(reports: LagReport[], problems: string[]): Markup {
  const status = statusOf(reports);
  const told = reports.find(({ verdict }) => verdict.status === status);
  const sentence = told === undefined ? 'there is no reading yet' : `${told.pipeline}: ${told.verdict.reason}`;
  return lines(
    markup`<div id="content">`,
    banner({ ...toneOf(status), tool, title: status, sentence }),
    markup`<main>`,
    problems.length === 0 ? nothing : notes('Warnings', problems),
    ...reports.map(pipelineSection),
    markup`</main>`,
    markup`</div>`,
  );
}

function pipelineSection(report: LagReport, index: number): Markup {
  const id = `pipeline-${index + 1}`;
  const { pipeline, at, windowSeconds, verdict, findings } = report;
  const others = findings.slice(1).map(({ status, part, where, reason }) => {
    return markup`<li>${statusBadge(status)} ${[part, where ?? ''].join(' ').trim()}: ${reason}</li>`;
  });
  return lines(
    markup`<section class="pipeline" aria-labelledby="${id}">`,
    markup`<h2 id="${id}">${pipeline} ${statusBadge(verdict.status)}</h2>`,
    markup`<p>${verdictLine(report)}</p>`,
    others.length === 0 ? nothing : markup`<ul class="findings">${others}</ul>`,
    flow(report),
    stageTable(report, id),
    markup`<p class="read-at">read at <time datetime="${at}">${at}</time>, over ${windowSeconds.toFixed(1)} s</p>`,
    markup`</section>`,
  );
}

/** The table of `lag` itself; it scrolls by itself where the screen is small. */
function stageTable({ sources, partitions }: LagReport, id: string): Markup {
  const rows = [
    ...sources.map((source) => ({ status: source.status, cells: sourceRow(source) })),
    ...partitions.map((partition) => ({ status: partition.status, cells: partitionRow(partition) })),
  ];
  const head = [...stageColumns, 'detail'].map((name) => markup`<th scope="col">${name}</th>`);
  const body = rows.map(({ status, cells: [from = '', where = '', , ...figures] }) => {
    const cells = figures.map((figure) => markup`<td>${figure}</td>`);
    return markup`<tr><td>${from}</td><th scope="row">${where}</th><td>${statusBadge(status)}</td>${cells}</tr>`;
  });
  return lines(
    markup`<details id="${id}-stages"><summary>Every node and partition</summary>`,
    markup`<div class="scroll" tabindex="0" role="region" aria-label="every node and partition">`,
    markup`<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`,
    markup`</div></details>`,
  );
}

function refreshBar(): Markup {
  return lines(
    markup`<footer class="refresh" hidden="">`,
    markup`<label><input type="checkbox" checked="" /> refresh every 5 s</label>`,
    markup`<p role="status"></p>`,
    markup`</footer>`,
  );
}
