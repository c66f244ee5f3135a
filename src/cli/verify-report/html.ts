import { type Envelope } from '../../output/envelope.js';
import { type VerifyReport } from '../../verify/report.js';
import { lines, type Markup, markup, nothing } from '../page/markup.js';
import { banner, failure, notes, renderPage } from '../page/page.js';
import { filterBar } from './html-filter.js';
import { badges, facts, summary } from './html-summary.js';
import { tableSection } from './html-table.js';
import { finalVerdict, overallVerdict } from './verdicts.js';
import { placeText } from './wording.js';

const tool = 'cdcctl verify';

/** The result of `verify` as one page. */
export function renderHtml({ data, error, warnings }: Envelope<VerifyReport>): string {
  const content =
    data === null ? failure(error, { tool, nothing: 'nothing was compared' }) : reportPage(data, warnings);
  const title = `${data === null ? 'not compared' : headline(data)}: ${tool}`;
  return renderPage({ title, name: 'verify', content });
}

function reportPage(report: VerifyReport, warnings: string[]): Markup {
  const verdict = overallVerdict(report);
  const sentence = finalVerdict(report).replace(/^\w+:? /, '');
  return lines(
    banner({ tone: verdict, mark: badges[verdict], tool, title: headline(report), sentence }),
    markup`<main>`,
    facts(report),
    warnings.length === 0 ? nothing : notes('Warnings', warnings),
    summary(report),
    filterBar(report),
    ...report.tables.map((table, index) => tableSection(table, report, `table-${index + 1}`)),
    markup`</main>`,
  );
}

/** The verdict, and where it holds when not all was compared. */
function headline(report: VerifyReport): string {
  return `${overallVerdict(report)}${placeText(report.scope)}`;
}
